package io.ttpprocessor.consumer;

import io.ttpprocessor.consumer.ConsumerStatus.Counts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int width;

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
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** Begins to show progress. */
  void start() {
    long seconds = terminal ? 1 : plan.live() ? 60 : 10;
    scheduler.scheduleAtFixedRate(this::show, seconds, seconds, TimeUnit.SECONDS);
  }

  private synchronized void show() {
    String line = label + line();
    if (terminal) {
      // Blanks over what is left of a longer line before.
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
    } else {
      out.println(line);
    }
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
    long total = plan.last() - plan.first() + 1;
    return String.format(
        Locale.ROOT,
        "%,d of %,d ledgers (%.1f %%), %,.0f ledgers/s, %,d events, %s",
        counts.ledgers(),
        total,
        100.0 * counts.ledgers() / total,
        rate,
        counts.events(),
        left(total - counts.ledgers(), rate));
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
    scheduler.shutdownNow();
  }

  @Override
  public void close() {
    stop();
    synchronized (this) {
      if (terminal && width > 0) {
        show();
        out.println();
      }
      out.println(label + summary());
      out.flush();
    }
  }
}
