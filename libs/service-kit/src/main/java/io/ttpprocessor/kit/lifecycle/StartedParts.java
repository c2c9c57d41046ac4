package io.ttpprocessor.kit.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that run, last started first. Thread-safe; stopped at most once. */
final class StartedParts {
  private static final Logger log = LoggerFactory.getLogger(StartedParts.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private Thread stopper;
  private volatile String stopping = "";

  private record Part(String name, Stoppable stoppable) {}

  /** Adds a part; one that is added while the others are being stopped is stopped at once. */
  void add(String name, Stoppable stoppable) {
    Part part = new Part(name, stoppable);
    synchronized (this) {
      if (stopper == null) {
        parts.push(part);
        return;
      }
    }
    stop(part);
  }

  /**
   * Stops every part in reverse order; a part that fails to stop does not keep the others running.
   * Returns false when they have not all ended within {@code limit}. A second call waits for the
   * first.
   */
  boolean stopAll(Duration limit) {
    Thread thread = stopper();
    try {
      // A zero would wait for ever.
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, limit.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.error("{} did not stop within {} ms", stopping, limit.toMillis());
      return false;
    }
    return true;
  }

  private synchronized Thread stopper() {
    if (stopper == null) {
      Deque<Part> running = new ArrayDeque<>(parts);
      parts.clear();
      stopper = new Thread(() -> running.forEach(this::stop), "stopper");
      stopper.setDaemon(true);
      stopper.start();
    }
    return stopper;
  }

  private void stop(Part part) {
    stopping = part.name();
    try {
      part.stoppable().stop();
    } catch (Exception e) {
      log.error("{} failed to stop", part.name(), e);
    }
  }
}
