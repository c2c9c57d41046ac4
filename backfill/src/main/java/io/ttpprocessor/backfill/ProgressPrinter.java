package io.ttpprocessor.backfill;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Shows people how far it is: on a terminal one line, written over each second; otherwise a line
 * every ten seconds. Used by one thread.
 */
final class ProgressPrinter {
  private static final long TERMINAL_SECONDS = 1;
  private static final long LOG_SECONDS = 10;

  private final ProgressLine line;
  private final PrintWriter out;
  private final boolean terminal;
  private long shownNanos;
  private int width;

  ProgressPrinter(ProgressLine line, PrintWriter out, boolean terminal, long nowNanos) {
    this.line = line;
    this.out = out;
    this.terminal = terminal;
    this.shownNanos = nowNanos;
  }

  /** Shows it, if it is time. */
  void progress(long ledgers, long bytes, long events, long nowNanos) {
    long every = TimeUnit.SECONDS.toNanos(terminal ? TERMINAL_SECONDS : LOG_SECONDS);
    if (nowNanos - shownNanos < every) {
      return;
    }
    shownNanos = nowNanos;
    String text = line.at(ledgers, bytes, events, nowNanos);
    if (terminal) {
      // Blanks over what is left of a longer line before.
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Ends the line on a terminal. */
  void end() {
    if (width > 0) {
      out.println();
      out.flush();
    }
  }
}
