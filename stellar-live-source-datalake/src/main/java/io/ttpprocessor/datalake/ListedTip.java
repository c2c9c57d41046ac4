package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the newest ledger by listing: the newest names sort first. */
final class ListedTip implements TipSearch {
  private static final int PAGE = 100;

  private final ObjectStore store;
  private final LakeLayout layout;

  ListedTip(ObjectStore store, LakeLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  @Override
  public long find(long known) throws IOException, SourceException {
    if (layout.batchesPerPartition() == 1) {
      return newestIn("");
    }
    List<String> names = store.list("", "", PAGE);
    while (!names.isEmpty()) {
      for (String name : names) {
        refuseMisfit("", name, layout.isPartition(name));
        // A partition's folder may be there before its first object.
        long newest = layout.isPartition(name) ? newestIn(name) : 0;
        if (newest > 0) {
          return newest;
        }
      }
      names = store.list("", names.get(names.size() - 1), PAGE);
    }
    return 0;
  }

  private long newestIn(String folder) throws IOException, SourceException {
    List<String> names = store.list(folder, "", PAGE);
    while (!names.isEmpty()) {
      for (String name : names) {
        Optional<LakeLayout.Batch> batch = layout.batchAt(folder, name);
        refuseMisfit(folder, name, batch.isPresent());
        if (batch.isPresent()) {
          return batch.get().last();
        }
      }
      names = store.list(folder, names.get(names.size() - 1), PAGE);
    }
    return 0;
  }

  private void refuseMisfit(String folder, String name, boolean fits) throws SourceException {
    boolean claimsToFit = LakeLayout.looksLikePartition(name) || LakeLayout.looksLikeBatch(name);
    if (claimsToFit && !fits) {
      throw new SourceException(
          SourceException.Kind.INVALID,
          String.format(
              "%s%s does not fit the lake's layout of %s (LEDGERS_PER_FILE, FILES_PER_PARTITION)",
              folder, name, layout));
    }
  }
}
