package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements that may take hours, several at a time, each on a connection of its own. Who is
 * interrupted has them cancelled: the server would go on with them otherwise.
 */
final class IndexBuilds {
  private static final Logger log = LoggerFactory.getLogger(IndexBuilds.class);

  private final Opener opener;
  private final Set<Connection> busy = ConcurrentHashMap.newKeySet();

  /** Opens a connection. */
  interface Opener {
    Connection open() throws SQLException;
  }

  IndexBuilds(Opener opener) {
    this.opener = opener;
  }

  /** Runs all of the statements, {@code threads} at a time; ends when all have ended. */
  void run(List<String> statements, int threads) throws SQLException, InterruptedException {
    ExecutorService builders = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> builds = new ArrayList<>();
      statements.forEach(statement -> builds.add(() -> run(statement)));
      for (Future<Void> build : builders.invokeAll(builds)) {
        build.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException) {
        throw (SQLException) e.getCause();
      }
      throw new IllegalStateException("an index was not built", e.getCause());
    } catch (InterruptedException e) {
      busy.forEach(IndexBuilds::cancel);
      throw e;
    } finally {
      builders.shutdownNow();
    }
  }

  private Void run(String statement) throws SQLException {
    try (Connection builder = opener.open()) {
      busy.add(builder);
      try {
        PartitionStaging.execute(builder, statement);
      } finally {
        busy.remove(builder);
      }
    }
    return null;
  }

  private static void cancel(Connection connection) {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      log.debug("A statement was not cancelled: {}", e.getMessage());
    }
  }
}
