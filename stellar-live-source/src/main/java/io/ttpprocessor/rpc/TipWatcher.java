package io.ttpprocessor.rpc;

import io.ttpprocessor.rpc.client.RpcException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the tip now and then while no stream does, so that the health page tells the truth. */
final class TipWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TipWatcher.class);
  private static final long INTERVAL_SECONDS = 10;

  private final RpcLedgerSource source;
  private final ScheduledExecutorService executor;

  TipWatcher(RpcLedgerSource source) {
    this.source = source;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tip");
              thread.setDaemon(true);
              return thread;
            });
    executor.scheduleWithFixedDelay(this::look, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void look() {
    try {
      source.refresh(TimeUnit.SECONDS.toNanos(INTERVAL_SECONDS));
    } catch (RpcException e) {
      log.debug("The tip cannot be told: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // An exception would end the schedule without a word.
      log.error("A defect in looking at the tip", e);
    }
  }
}
