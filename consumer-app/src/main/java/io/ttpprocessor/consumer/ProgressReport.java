package io.ttpprocessor.consumer;

import io.ttpprocessor.consumer.ConsumerStatus.Counts;
import io.ttpprocessor.kit.terminal.ProgressLines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows people how far the consumer is: a bounded range as ledgers done of all, with rate and time
 * left, a live one as the last ledger and how far that is behind. On a terminal one line is
 * rewritten each second; otherwise a line is added every ten seconds, or each minute when live.
 */
final class ProgressReport implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final String label;
  private final RangePlan plan;
  private final ConsumerStatus status;
  private final PrintStream out;
  private final ProgressLines lines;
  private final LongSupplier nanoTime;
  private final long startNanos;

  ProgressReport(
      RangePlan plan,
      ConsumerStatus status,
      PrintStream out,
      boolean terminal,
      LongSupplier nanoTime) {
    this("", plan, status, out, terminal, nanoTime);
  }

  /**
   * @param label begins each line; tells apart pipelines that report to the same place
   */
  ProgressReport(
      String label,
      RangePlan plan,
      ConsumerStatus status,
      PrintStream out,
      boolean terminal,
      LongSupplier nanoTime) {
    this.label = label;
    this.plan = plan;
    this.status = status;
    this.out = out;
    this.lines = new ProgressLines(() -> label + line(), out, terminal);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** Begins to show progress. */
  void start() {
    lines.start(plan.live() ? 60 : 10);
  }

  /** The progress now, on one line. */
  String line() {
    Counts counts = status.counts();
    double seconds = seconds();
    double rate = seconds == 0 ? 0 : counts.ledgers() / seconds;
    if (plan.live()) {
      if (counts.lastLedger() == 0) {
        return "no ledger stored yet";
      }
      return String.format(
          Locale.ROOT,
          "ledger %d stored, %d behind; %,d ledgers, %,d events, %,.1f ledgers/s since the start",
          counts.lastLedger(),
          Math.max(0, counts.latestLedger() - counts.lastLedger()),
          counts.ledgers(),
          counts.events(),
          rate);
    }
    return bounded(counts.ledgers(), plan.last() - plan.first() + 1, counts.events(), seconds);
  }

  /** How far {@code ledgers} of {@code total} are after {@code seconds}, on one line. */
  static String bounded(long ledgers, long total, long events, double seconds) {
    double rate = seconds == 0 ? 0 : ledgers / seconds;
    return String.format(
        Locale.ROOT,
        "%,d of %,d ledgers (%.1f %%), %,.0f ledgers/s, %,d events, %s",
        ledgers,
        total,
        100.0 * ledgers / total,
        rate,
        events,
        left(total - ledgers, rate));
  }

  private static String left(long ledgers, double rate) {
    if (ledgers == 0) {
      return "done";
    }
    return rate == 0 ? "time left unknown" : text((long) Math.ceil(ledgers / rate)) + " left";
  }

  /** What was done, on one line. */
  String summary() {
    Counts counts = status.counts();
    double seconds = seconds();
    return String.format(
        Locale.ROOT,
        "%,d ledgers and %,d events stored in %s; %s",
        counts.ledgers(),
        counts.events(),
        seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : text((long) seconds),
        counts.lastLedger() == 0
            ? "no ledger is stored"
            : "the last is ledger " + counts.lastLedger());
  }

  private double seconds() {
    return (nanoTime.getAsLong() - startNanos) / NANOS_PER_SECOND;
  }

  private static String text(long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : seconds + " s";
  }

  /** Ends without a word of what was done. */
  void stop() {
    lines.close();
  }

  @Override
  public void close() {
    lines.leave();
    out.println(label + summary());
    out.flush();
  }
}
