package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.job.BackfillJob;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a backfill is, on one line. Counters may fall back when a worker is lost. Thread-safe.
 */
final class ProgressLine implements BackfillJob.Listener {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_HOUR = 3600 * NANOS_PER_SECOND;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final long total;
  private final double pricePerHour;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long ledgers;
  private long bytes;
  private long events;

  /**
   * A line about a run that begins now.
   *
   * @param total how many ledgers are to be loaded
   * @param pricePerHour 0 when it is not known
   */
  ProgressLine(long total, double pricePerHour, LongSupplier nanoTime) {
    this.total = total;
    this.pricePerHour = pricePerHour;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public synchronized void progress(long ledgersDone, long bytesRead, long eventsMade) {
    ledgers = ledgersDone;
    bytes = bytesRead;
    events = eventsMade;
  }

  /** The line: ledgers done of all, rates, time left and, where the price is known, the cost. */
  synchronized String text() {
    long nanos = nanoTime.getAsLong() - startNanos;
    double seconds = Math.max(1, nanos) / NANOS_PER_SECOND;
    String line =
        String.format(
            Locale.ROOT,
            "%,d of %,d ledgers (%.1f %%), %.1f MB/s, %,.0f events/s, %s",
            ledgers,
            total,
            100.0 * ledgers / total,
            bytes / BYTES_PER_MEGABYTE / seconds,
            events / seconds,
            left(seconds));
    return pricePerHour == 0
        ? line
        : line
            + String.format(
                Locale.ROOT, ", cost so far %.2f", pricePerHour * nanos / NANOS_PER_HOUR);
  }

  private String left(double seconds) {
    if (ledgers == 0) {
      return "time left unknown";
    }
    Duration left = Duration.ofSeconds(Math.round((total - ledgers) * seconds / ledgers));
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d left",
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }
}
