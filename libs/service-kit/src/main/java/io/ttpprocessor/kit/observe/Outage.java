package io.ttpprocessor.kit.observe;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long something that a service cannot work without has been away. What comes back within
 * {@link #LIMIT} is a passing trouble; after that the service is to be shown as unhealthy. Time is
 * that of a clock that nobody can set. Thread-safe.
 */
public final class Outage {
  /** How long a service may be without it and still be said to do its work. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private final LongSupplier nanoTime;
  private long since;
  private boolean away;

  /**
   * Nothing is away yet.
   *
   * @param nanoTime {@link System#nanoTime} but in tests
   */
  public Outage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes whether it is away now; it has been since the first of the times that said so in a row.
   */
  public synchronized void set(boolean isAway) {
    if (isAway && !away) {
      since = nanoTime.getAsLong();
    }
    away = isAway;
  }

  /** How long it has been away; zero while it is not. */
  public synchronized Duration length() {
    return away ? Duration.ofNanos(nanoTime.getAsLong() - since) : Duration.ZERO;
  }

  /** Whether it has been away for {@link #LIMIT}. */
  public boolean isLong() {
    return length().compareTo(LIMIT) >= 0;
  }
}
