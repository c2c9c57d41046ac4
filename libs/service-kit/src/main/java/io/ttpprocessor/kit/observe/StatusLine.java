package io.ttpprocessor.kit.observe;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of the log at a time, that says how far a service is: a line a ledger would drown what
 * matters.
 */
public final class StatusLine implements AutoCloseable {
  /** How often a running service says how far it is. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(StatusLine.class);

  private final Supplier<Optional<String>> line;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(StatusLine::daemon);

  private StatusLine(Supplier<Optional<String>> line) {
    this.line = line;
  }

  /**
   * Logs the line each {@code interval}.
   *
   * @param line what there is to say; empty where nothing has happened
   */
  public static StatusLine start(Duration interval, Supplier<Optional<String>> line) {
    StatusLine started = new StatusLine(line);
    started.scheduler.scheduleAtFixedRate(
        started::write, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  private void write() {
    try {
      line.get().ifPresent(log::info);
    } catch (RuntimeException e) {
      // A task that throws would never be run again.
      log.error("How far the service is cannot be told", e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "status-line");
    thread.setDaemon(true);
    return thread;
  }
}
