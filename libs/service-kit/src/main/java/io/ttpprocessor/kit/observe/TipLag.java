package io.ttpprocessor.kit.observe;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far a service that follows the network is behind it. To be behind is no failure while it
 * catches up, as after a start from an old ledger; once it has been within the limit it must stay
 * there. Thread-safe.
 */
public final class TipLag {
  /** Where MAX_LAG_LEDGERS is unset: some eight minutes of the network. */
  public static final int USUAL_LIMIT = 100;

  /** Twelve closes of a ledger. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long limit;
  private long heardAt;
  private long last;
  private long latest;
  private long closedAt;
  private boolean following;
  private boolean caughtUp;

  /**
   * Nothing is followed yet.
   *
   * @param clock what the network's close times are compared with
   * @param limit most ledgers to be behind; 0 for any number
   */
  public TipLag(Clock clock, long limit) {
    this(clock, System::nanoTime, limit);
  }

  TipLag(Clock clock, LongSupplier nanoTime, long limit) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /** It begins to follow the network. */
  public synchronized void start() {
    following = true;
    heardAt = nanoTime.getAsLong();
    caughtUp = false;
    last = 0;
    latest = 0;
  }

  /** It follows the network no longer. */
  public synchronized void stop() {
    following = false;
  }

  /**
   * A ledger has been dealt with.
   *
   * @param sequence which
   * @param latestKnown the newest that is known of
   * @param closeTime when it closed, in seconds since 1970
   */
  public synchronized void reached(long sequence, long latestKnown, long closeTime) {
    last = sequence;
    heardAt = nanoTime.getAsLong();
    latest = Math.max(latest, Math.max(sequence, latestKnown));
    closedAt = closeTime;
    caughtUp |= ledgers() <= limit;
  }

  /** The network is known to have come to this ledger. */
  public synchronized void knows(long latestKnown) {
    latest = Math.max(latest, latestKnown);
  }

  /**
   * Adds {@code latest_ledger}, {@code lag_ledgers} and {@code lag_seconds} (since the last ledger
   * closed) to a health page's figures; nothing while no ledger was followed.
   */
  public synchronized void addTo(Map<String, Object> figures) {
    if (following && last > 0) {
      figures.put("latest_ledger", latest);
      figures.put("lag_ledgers", ledgers());
      figures.put("lag_seconds", Math.max(0, clock.instant().getEpochSecond() - closedAt));
    }
  }

  /** What is wrong with the lag: empty, or words that name the limit. */
  public synchronized String problem() {
    return isOver() && caughtUp
        ? String.format("%d ledgers behind, MAX_LAG_LEDGERS is %d", ledgers(), limit)
        : "";
  }

  /** Whether it is behind by more than the limit and has not been within it yet. */
  public synchronized boolean isCatchingUp() {
    return isOver() && !caughtUp;
  }

  /** Whether no ledger has come for a minute: whoever sends them may say that all is well. */
  public synchronized boolean isSilent() {
    return following && nanoTime.getAsLong() - heardAt >= SILENCE.toNanos();
  }

  private boolean isOver() {
    return following && last > 0 && limit > 0 && ledgers() > limit;
  }

  private long ledgers() {
    return latest - last;
  }
}
