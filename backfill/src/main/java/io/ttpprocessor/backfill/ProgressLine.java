package io.ttpprocessor.backfill;

import java.time.Duration;
import java.util.Locale;

/** How far a backfill is, on one line. Counters may fall back when a worker is lost. */
final class ProgressLine {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_HOUR = 3600 * NANOS_PER_SECOND;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final long total;
  private final double pricePerHour;
  private final long startNanos;

  /**
   * A line about a run that begins now.
   *
   * @param total how many ledgers are to be loaded
   * @param pricePerHour 0 when it is not known
   */
  ProgressLine(long total, double pricePerHour, long startNanos) {
    this.total = total;
    this.pricePerHour = pricePerHour;
    this.startNanos = startNanos;
  }

  /** The line: ledgers done of all, rates, time left and, where the price is known, the cost. */
  String at(long ledgers, long bytes, long events, long nowNanos) {
    double seconds = Math.max(1, nowNanos - startNanos) / NANOS_PER_SECOND;
    String line =
        String.format(
            Locale.ROOT,
            "%,d of %,d ledgers (%.1f %%), %.1f MB/s, %,.0f events/s, %s",
            ledgers,
            total,
            100.0 * ledgers / total,
            bytes / BYTES_PER_MEGABYTE / seconds,
            events / seconds,
            left(ledgers, seconds));
    return pricePerHour == 0
        ? line
        : line
            + String.format(
                Locale.ROOT,
                ", cost so far %.2f",
                pricePerHour * (nowNanos - startNanos) / NANOS_PER_HOUR);
  }

  private String left(long ledgers, double seconds) {
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
