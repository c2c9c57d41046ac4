package io.ttpprocessor.consumer.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers searches by threads of its own: one that waits for the database, or for a slow browser,
 * takes none of those that tell the service's health.
 */
final class SearchThreads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SearchThreads.class);
  private static final int WAITING = 32;
  private static final int IDLE_SECONDS = 30;
  private static final String RETRY_SECONDS = "1";

  private final ThreadPoolExecutor executor;

  SearchThreads() {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            PageDatabase.SEARCHES,
            PageDatabase.SEARCHES,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "page-search-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** The same handler, which returns at once; refuses with 503 where too many wait. */
  HttpHandler by(HttpHandler handler) {
    return exchange -> {
      try {
        executor.execute(() -> handle(handler, exchange));
      } catch (RejectedExecutionException e) {
        exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
        HttpAnswer.error(exchange, 503, "Too many searches run at once: try again in a moment.");
      }
    };
  }

  private static void handle(HttpHandler handler, HttpExchange exchange) {
    try (exchange) {
      handler.handle(exchange);
    } catch (IOException e) {
      log.debug("A browser did not take its answer", e);
    } catch (RuntimeException e) {
      log.warn("A search failed for a reason that nobody expected", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
