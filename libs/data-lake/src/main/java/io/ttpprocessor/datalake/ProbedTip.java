package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.LedgerRange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the newest ledger where nothing can be listed, by asking for computed keys: from one that
 * is there onwards in steps that double while they hit, then between the last hit and the first
 * miss. From genesis to the network's tip this takes about 60 requests, one later on.
 *
 * <p>An object that is missing in the midst of a lake would look like its end, and a live stream
 * wait there for ever. So now and then it is asked for keys far beyond the end as well: a hit there
 * shows that the lake goes on.
 */
final class ProbedTip implements TipSearch {
  private static final Duration LOOK_BEYOND_EVERY = Duration.ofMinutes(1);

  /** 2^20 objects beyond: two months of ledgers, one an object. */
  private static final int FARTHEST_STEP = 20;

  private final ObjectStore store;
  private final LakeLayout layout;
  private final long oldestLedger;
  private Optional<ObjectCodec> codec = Optional.empty();
  private long lookedBeyondNanos;
  private boolean lookedBeyond;

  /**
   * A search of a lake.
   *
   * @param oldestLedger where the lake begins: a ledger that it holds unless it is empty
   */
  ProbedTip(ObjectStore store, LakeLayout layout, long oldestLedger) {
    this.store = store;
    this.layout = layout;
    this.oldestLedger = oldestLedger;
  }

  @Override
  public long find(long known) throws IOException {
    long start = known / layout.ledgersPerBatch();
    if (known == 0 || !isThere(start)) {
      start = oldestLedger / layout.ledgersPerBatch();
      if (!isThere(start)) {
        return 0;
      }
    }
    long newest = endOfRun(start);
    if (!lookedBeyond || System.nanoTime() - lookedBeyondNanos > LOOK_BEYOND_EVERY.toNanos()) {
      newest = lookBeyond(newest);
      lookedBeyond = true;
      lookedBeyondNanos = System.nanoTime();
    }
    return layout.batchOf(newest * layout.ledgersPerBatch()).last();
  }

  @Override
  public Optional<LakeLayout.Batch> oldest() throws IOException {
    return isThere(oldestLedger / layout.ledgersPerBatch())
        ? Optional.of(layout.batchOf(oldestLedger))
        : Optional.empty();
  }

  private long lookBeyond(long end) throws IOException {
    long newest = end;
    for (int step = 1; step <= FARTHEST_STEP; step++) {
      long beyond = newest + (1L << step);
      if (isThere(beyond)) {
        newest = endOfRun(beyond);
        step = 0;
      }
    }
    return newest;
  }

  /** The last object that is there, if none before it is missing. */
  private long endOfRun(long first) throws IOException {
    long hit = first;
    long step = 1;
    while (isThere(hit + step)) {
      hit += step;
      step *= 2;
    }
    long miss = hit + step;
    while (miss - hit > 1) {
      long middle = hit + (miss - hit) / 2;
      if (isThere(middle)) {
        hit = middle;
      } else {
        miss = middle;
      }
    }
    return hit;
  }

  private boolean isThere(long index) throws IOException {
    long ledger = index * layout.ledgersPerBatch();
    if (ledger > LedgerRange.MAX_SEQUENCE) {
      return false;
    }
    String key = layout.batchOf(ledger).key();
    if (codec.isPresent()) {
      return store.exists(key + codec.get().suffix());
    }
    for (ObjectCodec candidate : ObjectCodec.values()) {
      if (store.exists(key + candidate.suffix())) {
        codec = Optional.of(candidate);
        return true;
      }
    }
    return false;
  }
}
