package io.ttpprocessor.datalake;

/**
 * How long a store takes to answer, and how many fetches that makes necessary at a time. What is
 * fetched sooner than it must be has left the processor's caches before its turn. Thread-safe.
 */
final class FetchLatency {
  /** Faster than a core unpacks a busy ledger: what is fetched ahead is there when it is needed. */
  private static final long NANOS_A_BATCH = 250_000;

  /** However near a store is, a read is slow now and then. */
  private static final int LEAST_AHEAD = 4;

  private static final double DECAY = 0.95;

  /** The longest lately; until a fetch was seen, a store is thought to be far away. */
  private volatile long nanos = Long.MAX_VALUE;

  /** Takes note of a fetch, by its time in nanoseconds; of two at once one may be passed over. */
  void saw(long fetch) {
    long known = nanos;
    nanos = known == Long.MAX_VALUE ? fetch : Math.max(fetch, (long) (known * DECAY));
  }

  /** How many batches are to be fetched ahead of one stream; {@code most} or fewer. */
  int batchesAhead(int most) {
    return (int) Math.min(most, LEAST_AHEAD + nanos / NANOS_A_BATCH);
  }
}
