package io.ttpprocessor.consumer;

import io.ttpprocessor.consumer.ConsumerStatus.Counts;
import io.ttpprocessor.kit.terminal.ProgressLines;
import io.ttpprocessor.store.LedgerSpan;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows people how far the fill of a table is and what it is at; on a terminal in one line that is
 * rewritten, otherwise in one each minute. Thread-safe.
 */
final class FillProgress implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SECONDS_BETWEEN_LINES = 60;
  private static final Counts NOTHING = new Counts(0, 0, 0, 0);

  private final String table;
  private final ProgressLines lines;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private Supplier<Counts> loading = () -> NOTHING;
  private String doing = "looking for what is missing";
  private long filledLedgers;
  private long filledEvents;
  private long leftLedgers;

  /** Of the fill of {@code table}; time begins now. */
  FillProgress(String table, PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.table = table;
    this.lines = new ProgressLines(this::line, out, terminal);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /** Begins to show progress. */
  void start() {
    lines.start(SECONDS_BETWEEN_LINES);
  }

  /** So many ledgers are not yet filled, those that are being loaded among them. */
  synchronized void left(long ledgers) {
    leftLedgers = ledgers;
  }

  /** The ledgers of {@code piece} come; {@code counts} says how many have. */
  synchronized void loads(LedgerSpan piece, Supplier<Counts> counts) {
    loading = counts;
    doing = "loading " + piece;
  }

  /** All ledgers of {@code piece} have come. */
  synchronized void makesIndexes(LedgerSpan piece) {
    doing = "making the indexes of " + piece;
  }

  /** Somebody else is at work on all that is left, as {@code why} says. */
  synchronized void waits(String why) {
    doing = "waiting, " + why;
  }

  /** What was loaded is there, or is not and will have to be loaded again. */
  synchronized void ends(boolean filled) {
    Counts counts = loading.get();
    if (filled) {
      filledLedgers += counts.ledgers();
      filledEvents += counts.events();
      leftLedgers -= counts.ledgers();
    }
    loading = () -> NOTHING;
    doing = "looking for what is missing";
  }

  /** How far it is, on one line. */
  synchronized String line() {
    Counts counts = loading.get();
    double seconds = (nanoTime.getAsLong() - startNanos) / NANOS_PER_SECOND;
    return String.format(
        "%s: %s; %s",
        table,
        ProgressReport.bounded(
            filledLedgers + counts.ledgers(),
            filledLedgers + leftLedgers,
            filledEvents + counts.events(),
            seconds),
        doing);
  }

  /** Makes room on a terminal for a line of the result. */
  void clear() {
    lines.clear();
  }

  @Override
  public void close() {
    lines.close();
    lines.clear();
  }
}
