package io.ttpprocessor.store;

import com.google.common.util.concurrent.Uninterruptibles;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements that may take hours, several at a time, each on a connection of its own. Where
 * one fails, or who waits is interrupted, the others are cancelled and their ends waited for: the
 * server would go on with them otherwise, and the next try wait for their locks. Used once.
 */
final class IndexBuilds {
  /** A cancel that comes before the statement does nothing, so it is said again. */
  private static final Duration CANCEL_PERIOD = Duration.ofMillis(200);

  /** A server that has not ended them by then is not there, nor will its answer come. */
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(IndexBuilds.class);

  private final Opener opener;
  private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /** Opens a connection. */
  interface Opener {
    Connection open() throws SQLException;
  }

  IndexBuilds(Opener opener) {
    this.opener = opener;
  }

  /**
   * Runs all of the statements, {@code threads} at a time; ends when all have ended.
   *
   * @throws SQLException the first failure
   */
  void run(List<String> statements, int threads) throws SQLException, InterruptedException {
    ExecutorService builders = Executors.newFixedThreadPool(threads);
    try {
      CompletionService<Void> ends = new ExecutorCompletionService<>(builders);
      statements.forEach(statement -> ends.submit(() -> run(statement)));
      for (int i = 0; i < statements.size(); i++) {
        ends.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException) {
        throw (SQLException) e.getCause();
      }
      throw new IllegalStateException("an index was not built", e.getCause());
    } finally {
      end(builders);
    }
  }

  private Void run(String statement) throws SQLException {
    try (Connection builder = opener.open()) {
      busy.add(builder);
      try {
        if (!cancelled) {
          PartitionStaging.execute(builder, statement);
        }
      } finally {
        busy.remove(builder);
      }
    }
    return null;
  }

  private void end(ExecutorService builders) {
    cancelled = true;
    builders.shutdownNow();
    long begin = System.nanoTime();
    while (!Uninterruptibles.awaitTerminationUninterruptibly(builders, CANCEL_PERIOD)) {
      if (System.nanoTime() - begin < CANCEL_LIMIT.toNanos()) {
        busy.forEach(IndexBuilds::cancel);
      } else {
        busy.forEach(IndexBuilds::abort);
      }
    }
  }

  private static void cancel(Connection connection) {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      log.debug("A statement was not cancelled: {}", e.getMessage());
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("A connection was not given up: {}", e.getMessage());
    }
  }
}
