package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The newest ledger of a lake, found by listing: the newest names sort first. Thread-safe; a
 * listing is shared by all who ask within its age.
 */
final class LakeTip {
  private static final int PAGE = 100;

  private final ObjectStore store;
  private final LakeLayout layout;
  private final long maxAgeNanos;
  private long listedAtNanos;
  private boolean listed;
  private volatile long known;

  LakeTip(ObjectStore store, LakeLayout layout, Duration maxAge) {
    this.store = store;
    this.layout = layout;
    this.maxAgeNanos = maxAge.toNanos();
  }

  /**
   * The last ledger that the newest object's name stands for, at most one listing's age ago; 0 when
   * the lake is empty.
   *
   * @throws SourceException TRANSIENT when the lake cannot be listed, INVALID when its newest names
   *     do not fit the layout
   */
  synchronized long latest() throws SourceException {
    if (!listed || System.nanoTime() - listedAtNanos > maxAgeNanos) {
      try {
        known = list();
      } catch (IOException e) {
        throw new SourceException(
            SourceException.Kind.TRANSIENT,
            "the lake " + store.description() + " cannot be listed: " + e,
            e);
      }
      listed = true;
      listedAtNanos = System.nanoTime();
    }
    return known;
  }

  /** The newest ledger as last seen, without asking the store. */
  long known() {
    return known;
  }

  /** Notes a ledger that has been read, perhaps before a listing shows it. */
  synchronized void saw(long ledger) {
    known = Math.max(known, ledger);
  }

  private long list() throws IOException, SourceException {
    if (layout.batchesPerPartition() == 1) {
      return newestIn("");
    }
    String after = "";
    List<String> names = store.list("", after, PAGE);
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
