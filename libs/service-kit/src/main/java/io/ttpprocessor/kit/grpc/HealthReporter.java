package io.ttpprocessor.kit.grpc;

import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a health report every second whether the service serves, and passes the answer on. */
final class HealthReporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthReporter.class);
  private static final int INTERVAL_SECONDS = 1;

  private final HealthReport report;
  private final Consumer<Boolean> serving;
  private final ScheduledExecutorService executor;

  HealthReporter(HealthReport report, Consumer<Boolean> serving) {
    this.report = report;
    this.serving = serving;
    this.executor = Executors.newSingleThreadScheduledExecutor(HealthReporter::daemon);
    executor.scheduleWithFixedDelay(this::pass, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void pass() {
    boolean serves = false;
    try {
      serves = report.snapshot().status() != HealthStatus.UNHEALTHY;
    } catch (RuntimeException e) {
      log.error("The health report failed", e);
    }
    serving.accept(serves);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "grpc-health");
    thread.setDaemon(true);
    return thread;
  }
}
