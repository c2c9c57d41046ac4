package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the newest ledger, and the oldest, by listing: the newest names sort first. */
final class ListedTip implements TipSearch {
  private static final int PAGE = 100;

  private final ObjectStore store;
  private final LakeLayout layout;

  /** As found last; a lake seldom loses its oldest objects, or gains older ones. */
  private Optional<LakeLayout.Batch> oldest = Optional.empty();

  ListedTip(ObjectStore store, LakeLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  @Override
  public long find(long known) throws IOException, SourceException {
    return newest("").map(LakeLayout.Batch::last).orElse(0L);
  }

  @Override
  public Optional<LakeLayout.Batch> oldest() throws IOException, SourceException {
    if (oldest.isEmpty() || !isOldest(oldest.get())) {
      oldest = findOldest();
    }
    return oldest;
  }

  private boolean isOldest(LakeLayout.Batch place) throws IOException, SourceException {
    return newestUpTo(place).equals(Optional.of(place))
        && (place.first() == 0 || newestUpTo(layout.batchOf(place.first() - 1)).isEmpty());
  }

  /** Halves what lies before the oldest object seen; a lake from the beginning takes one look. */
  private Optional<LakeLayout.Batch> findOldest() throws IOException, SourceException {
    Optional<LakeLayout.Batch> found = newest("");
    long lowest = 0;
    long probe = LakeLayout.FIRST_LEDGER;
    while (found.isPresent() && lowest < found.get().first()) {
      Optional<LakeLayout.Batch> older = newestUpTo(layout.batchOf(probe));
      if (older.isPresent() && older.get().first() < found.get().first()) {
        found = older;
      } else if (older.isEmpty()) {
        lowest = layout.batchOf(probe).last() + 1;
      } else {
        break;
      }
      probe = lowest + (found.get().first() - lowest) / 2;
    }
    return found;
  }

  /** The newest object of the lake, or of the partitions whose names come after one. */
  private Optional<LakeLayout.Batch> newest(String after) throws IOException, SourceException {
    if (layout.batchesPerPartition() == 1) {
      return newestIn("", after);
    }
    List<String> names = store.list("", after, PAGE);
    while (!names.isEmpty()) {
      for (String name : names) {
        refuseMisfit("", name, layout.isPartition(name));
        // A partition's folder may be there before its first object.
        Optional<LakeLayout.Batch> newest =
            layout.isPartition(name) ? newestIn(name, "") : Optional.empty();
        if (newest.isPresent()) {
          return newest;
        }
      }
      names = store.list("", names.get(names.size() - 1), PAGE);
    }
    return Optional.empty();
  }

  /** The newest of the objects that come no later than a place, itself included. */
  private Optional<LakeLayout.Batch> newestUpTo(LakeLayout.Batch place)
      throws IOException, SourceException {
    String folder = layout.partitionOf(place.first());
    // The key without its suffix comes right before the object's own name.
    String before = place.key().substring(folder.length());
    Optional<LakeLayout.Batch> newest = newestIn(folder, before);
    return newest.isPresent() || folder.isEmpty() ? newest : newest(folder);
  }

  private Optional<LakeLayout.Batch> newestIn(String folder, String after)
      throws IOException, SourceException {
    List<String> names = store.list(folder, after, PAGE);
    while (!names.isEmpty()) {
      for (String name : names) {
        Optional<LakeLayout.Batch> batch = layout.batchAt(folder, name);
        refuseMisfit(folder, name, batch.isPresent());
        if (batch.isPresent()) {
          return batch;
        }
      }
      names = store.list(folder, names.get(names.size() - 1), PAGE);
    }
    return Optional.empty();
  }

  private void refuseMisfit(String folder, String name, boolean fits) throws SourceException {
    boolean claimsToFit = LakeLayout.looksLikePartition(name) || LakeLayout.looksLikeBatch(name);
    if (claimsToFit && !fits) {
      throw new SourceException(
          SourceException.Kind.REFUSED,
          String.format(
              "%s%s does not fit the lake's layout of %s (LEDGERS_PER_FILE, FILES_PER_PARTITION)",
              folder, name, layout));
    }
  }
}
