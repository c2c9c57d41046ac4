package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that extract ledgers, for all streams together. */
public final class ExtractionWorkers implements AutoCloseable {
  private final ExtractionOptions options;
  private final ExtractionMetrics metrics = new ExtractionMetrics();
  private final int count;
  private final ExecutorService executor;
  private final ThreadLocal<Tools> tools;

  /** Starts {@code count} threads. */
  public ExtractionWorkers(ExtractionOptions options, int count) {
    this.options = options;
    this.count = count;
    this.executor = Executors.newFixedThreadPool(count, threads());
    this.tools = ThreadLocal.withInitial(() -> tools(options));
  }

  /** What one thread keeps from ledger to ledger. */
  record Tools(CheckedExtractor extractor, FormatTools format) {}

  private static Tools tools(ExtractionOptions options) {
    return new Tools(
        new CheckedExtractor(options.network(), options.mode(), options.checks()),
        new FormatTools(new EventEncoder(options.network()), new ContractEventExtractor()));
  }

  /** How ledgers are extracted. */
  public ExtractionOptions options() {
    return options;
  }

  /** What was found in them beside events. */
  public ExtractionMetrics metrics() {
    return metrics;
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
