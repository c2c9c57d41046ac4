package io.ttpprocessor.kit.flowctl;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often the control plane is called, and how long anybody waits for it.
 *
 * @param interval from one heartbeat to the next
 * @param callLimit the longest call
 * @param firstWait after the first failure, before the next try; then twice as long each time
 * @param longestWait the longest wait between tries
 */
record FlowctlTiming(
    Duration interval, Duration callLimit, Duration firstWait, Duration longestWait) {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 20;

  /** With a service's own waits. */
  static FlowctlTiming with(Duration interval) {
    return new FlowctlTiming(interval, CALL_LIMIT, FIRST_WAIT, LONGEST_WAIT);
  }

  /**
   * The wait after so many failures in a row, of which up to a half is left out by chance: services
   * that lost the control plane together shall not all come back at once.
   */
  Duration waitAfter(int failures) {
    long doubled = firstWait.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
    long wait = Math.max(2, Math.min(doubled, longestWait.toNanos()));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(wait / 2, wait));
  }
}
