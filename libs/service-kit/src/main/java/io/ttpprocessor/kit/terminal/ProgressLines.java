package io.ttpprocessor.kit.terminal;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows a line now and then: on a terminal one that is written over each second, elsewhere one
 * below the other. Thread-safe.
 */
public final class ProgressLines implements AutoCloseable {
  private final Supplier<String> line;
  private final PrintStream out;
  private final boolean terminal;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int width;

  /** Shows {@code line} as it is each time. */
  public ProgressLines(Supplier<String> line, PrintStream out, boolean terminal) {
    this.line = line;
    this.out = out;
    this.terminal = terminal;
  }

  /** Begins; elsewhere than on a terminal a line is added each time {@code seconds} have passed. */
  public void start(int seconds) {
    long interval = terminal ? 1 : seconds;
    scheduler.scheduleAtFixedRate(this::show, interval, interval, TimeUnit.SECONDS);
  }

  /** Shows the line now. */
  public synchronized void show() {
    String text = line.get();
    if (terminal) {
      // Blanks over what is left of a longer line before.
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      out.flush();
      width = text.length();
    } else {
      out.println(text);
    }
  }

  /** Makes room on a terminal for a line of somebody else's. */
  public synchronized void clear() {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }

  /** Ends; on a terminal the last line stays. */
  public void leave() {
    close();
    synchronized (this) {
      if (width > 0) {
        show();
        out.println();
      }
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
