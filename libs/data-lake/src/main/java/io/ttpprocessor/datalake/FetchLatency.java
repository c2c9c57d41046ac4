package io.ttpprocessor.datalake;

import java.util.concurrent.TimeUnit;

/**
 * How long a store takes to answer, and how many fetches that makes necessary at a time for those
 * who unpack what comes. What is fetched sooner than it must be has left the processor's caches
 * before its turn. Thread-safe; of two things seen at once one may be passed over.
 */
final class FetchLatency {
  private static final double DECAY = 0.95;
  private static final long UNKNOWN = TimeUnit.HOURS.toNanos(1);

  private final int least;
  private final int unpackers;

  /** The longest lately; until a fetch was seen, a store is thought to be far away. */
  private volatile long nanos = UNKNOWN;

  /** The shortest unpacking lately; until one was seen, it is thought to take no time. */
  private volatile long unpackNanos = 1;

  /**
   * A store that nothing is known of.
   *
   * @param least how many are to be fetched ahead however near it is: as many as are unpacked
   *     ahead, and one that is under way
   * @param unpackers how many batches are unpacked at a time
   */
  FetchLatency(int least, int unpackers) {
    this.least = least;
    this.unpackers = unpackers;
  }

  /** Takes note of a fetch, by its time in nanoseconds. */
  void saw(long fetch) {
    long known = nanos;
    nanos = known == UNKNOWN ? fetch : Math.max(fetch, (long) (known * DECAY));
  }

  /** Takes note of a batch that was unpacked and checked, by the time of that in nanoseconds. */
  void unpacked(long unpacking) {
    long known = unpackNanos;
    long shortest = known == 1 ? unpacking : Math.min(unpacking, (long) (known / DECAY) + 1);
    unpackNanos = Math.max(1, shortest);
  }

  /** How many batches are to be fetched ahead of one stream; {@code most} or fewer. */
  int batchesAhead(int most) {
    long unpackedMeanwhile = (nanos * unpackers + unpackNanos - 1) / unpackNanos;
    return unpackedMeanwhile >= most ? most : (int) Math.min(most, least + unpackedMeanwhile);
  }
}
