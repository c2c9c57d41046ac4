package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.event.EventEncoder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that extract ledgers, for all streams together. */
public final class ExtractionWorkers implements AutoCloseable {
  private final Network network;
  private final int count;
  private final ExecutorService executor;
  private final ThreadLocal<Tools> tools;

  /** Starts {@code count} threads for ledgers of one network. */
  public ExtractionWorkers(Network network, int count) {
    this.network = network;
    this.count = count;
    this.executor = Executors.newFixedThreadPool(count, threads());
    this.tools =
        ThreadLocal.withInitial(
            () -> new Tools(new EventExtractor(network), new EventEncoder(network)));
  }

  /** What one thread keeps from ledger to ledger. */
  record Tools(EventExtractor extractor, EventEncoder encoder) {}

  /** Whose ledgers are extracted. */
  Network network() {
    return network;
  }

  /** How many ledgers are extracted at a time. */
  public int count() {
    return count;
  }

  /** Has the task run by one of the threads, after those that came before. */
  void execute(Runnable task) {
    executor.execute(task);
  }

  /** The calling worker's own. */
  Tools tools() {
    return tools.get();
  }

  /** Drops what has not begun. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "extraction-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
