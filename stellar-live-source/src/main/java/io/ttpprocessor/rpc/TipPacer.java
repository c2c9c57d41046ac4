package io.ttpprocessor.rpc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When to ask for a ledger that is not there yet: just before the network should have closed it, by
 * the pace of those before, and then again and again. Thread-safe.
 */
final class TipPacer {
  private static final double FIRST_INTERVAL_SECONDS = 5;
  private static final double SHORTEST_INTERVAL_SECONDS = 0.2;
  private static final double LONGEST_INTERVAL_SECONDS = 10;
  private static final double WEIGHT_OF_NEWEST = 0.2;
  private static final int POLLS_PER_INTERVAL = 5;

  private final Optional<Duration> fixed;
  private double intervalSeconds = FIRST_INTERVAL_SECONDS;
  private long latest;
  private long latestCloseTime;
  private long seenNanos;

  /** A pacer that learns, or that always waits {@code fixed}. */
  TipPacer(Optional<Duration> fixed) {
    this.fixed = fixed;
  }

  /**
   * Learns of a server's latest ledger.
   *
   * @param closeTime seconds since 1970
   * @param nowNanos {@link System#nanoTime()}
   */
  synchronized void saw(long ledger, long closeTime, long nowNanos) {
    if (ledger <= latest || closeTime == 0) {
      return;
    }
    if (latest > 0) {
      double interval = (double) (closeTime - latestCloseTime) / (ledger - latest);
      double bounded =
          Math.max(SHORTEST_INTERVAL_SECONDS, Math.min(LONGEST_INTERVAL_SECONDS, interval));
      intervalSeconds += WEIGHT_OF_NEWEST * (bounded - intervalSeconds);
    }
    latest = ledger;
    latestCloseTime = closeTime;
    seenNanos = nowNanos;
  }

  /** How long to wait now, at {@code nowNanos}, before asking for the ledger after the latest. */
  synchronized Duration untilNext(long nowNanos) {
    if (fixed.isPresent()) {
      return fixed.get();
    }
    long interval = (long) (intervalSeconds * TimeUnit.SECONDS.toNanos(1));
    long poll = interval / POLLS_PER_INTERVAL;
    // The latest was seen up to one poll late.
    long untilDue = latest == 0 ? 0 : seenNanos + interval - poll - nowNanos;
    return Duration.ofNanos(Math.max(poll, untilDue));
  }
}
