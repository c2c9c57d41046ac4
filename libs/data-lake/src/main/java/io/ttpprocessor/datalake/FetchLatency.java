package io.ttpprocessor.datalake;

/**
 * How long a store takes to answer, and how many fetches that makes necessary at a time. What is
 * fetched sooner than it must be has left the processor's caches before its turn. Thread-safe.
 */
final class FetchLatency {
  /** Faster than a core unpacks a busy ledger: what is fetched ahead is there when it is needed. */
  private static final long NANOS_A_BATCH = 250_000;

  private static final double DECAY = 0.95;

  private final int least;

  /** The longest lately; until a fetch was seen, a store is thought to be far away. */
  private volatile long nanos = Long.MAX_VALUE;

  /**
   * A store that nothing is known of.
   *
   * @param least how many are to be fetched ahead however near it is: as many as are unpacked
   *     ahead, and one that is under way
   */
  FetchLatency(int least) {
    this.least = least;
  }

  /** Takes note of a fetch, by its time in nanoseconds; of two at once one may be passed over. */
  void saw(long fetch) {
    long known = nanos;
    nanos = known == Long.MAX_VALUE ? fetch : Math.max(fetch, (long) (known * DECAY));
  }

  /** How many batches are to be fetched ahead of one stream; {@code most} or fewer. */
  int batchesAhead(int most) {
    return (int) Math.min(most, least + nanos / NANOS_A_BATCH);
  }
}
