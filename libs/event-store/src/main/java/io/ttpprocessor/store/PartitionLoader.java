package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Loads a range of ledgers as a partition: into a table by itself without an index, by as many
 * {@link PartitionWriter}s as there is room for; then its indexes are made, and it is attached,
 * with its digests and its range, in one short transaction. Nothing is visible before, and the live
 * tail goes on writing meanwhile. Needs the owner's rights.
 *
 * <pre>{@code
 * try (PartitionLoader loader = new PartitionLoader(database, table, pipeline, span)) {
 *   loader.begin();
 *   // PartitionWriters, here or elsewhere, write all slices of the span
 *   loader.finish(threads);
 * }
 * }</pre>
 *
 * <p>A load that was killed leaves its tables, which the next load of the same table drops; and
 * never a range that says it is done.
 */
public final class PartitionLoader implements AutoCloseable {
  /** Sorts of an index's build in memory; each build may take as much. */
  private static final String MAINTENANCE_MEMORY = "SET maintenance_work_mem = '256MB'";

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final LedgerRanges ranges;
  private final String pipeline;
  private final PartitionStaging staging;
  private final SqlFailures failures;
  private Connection connection;

  /**
   * A load of {@code span} into {@code table}; connects when it begins.
   *
   * @param pipeline who writes the table
   */
  public PartitionLoader(
      PGSimpleDataSource database, EventTable table, String pipeline, LedgerSpan span) {
    this.database = database;
    this.table = table;
    this.pipeline = pipeline;
    this.ranges = new LedgerRanges(table, pipeline);
    this.staging = new PartitionStaging(table, span);
    this.failures = new SqlFailures(database);
  }

  /**
   * Makes the empty table that writers write into.
   *
   * @throws SinkException when the range touches what is done or the live consumer owns, another
   *     load is at work on any of it, or a partition is in its place
   */
  public void begin() throws SinkException {
    OtherLoads others = new OtherLoads(table, staging.span());
    try {
      connection = patient();
      lockLoad();
      connection.setAutoCommit(false);
      // Before the lock that others wait for: a killed load may take a while to let go.
      others.dropDead(connection);
      staging.drop(connection);
      connection.commit();
      ranges.lock(connection);
      ranges.expectFree(connection, staging.span());
      others.expectNone(connection);
      staging.make(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("begin to load " + staging.span() + " of " + table.name(), e);
    }
  }

  /** A connection on which a statement may take as long as it takes. */
  private Connection patient() throws SQLException {
    Connection patient = database.getConnection();
    patient.setNetworkTimeout(Runnable::run, 0);
    return patient;
  }

  /** Held for the whole load by its connection, and gone with it. */
  private void lockLoad() throws SQLException, SinkException {
    String sql = "SELECT pg_try_advisory_lock(hashtextextended('partition_load ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, staging.events());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SinkException(
              Kind.RANGE_TAKEN,
              "another load of " + staging.span() + " of " + table.name() + " is at work");
        }
      }
    }
  }

  /**
   * Checks that all ledgers have come and follow each other, builds the indexes and makes the range
   * visible.
   *
   * @param threads how many indexes are built at a time
   */
  public void finish(int threads) throws SinkException, InterruptedException {
    try {
      DoneRange range = new StagedRange(staging).check(connection);
      connection.commit();
      PartitionStaging.execute(connection, MAINTENANCE_MEMORY);
      List<String> indexes = staging.indexes(connection);
      staging.makeKeys(connection);
      connection.commit();
      build(indexes, threads);
      PartitionStaging.execute(connection, "ANALYZE " + staging.events());
      connection.commit();
      ranges.add(connection, range);
      staging.attach(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("finish to load " + staging.span() + " of " + table.name(), e);
    }
  }

  private void build(List<String> indexes, int threads) throws SQLException, InterruptedException {
    ExecutorService builders = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> builds = new ArrayList<>();
      indexes.forEach(index -> builds.add(() -> build(index)));
      for (Future<Void> build : builders.invokeAll(builds)) {
        build.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException) {
        throw (SQLException) e.getCause();
      }
      throw new IllegalStateException("an index was not built", e.getCause());
    } finally {
      builders.shutdownNow();
    }
  }

  private Void build(String index) throws SQLException {
    try (Connection builder = patient()) {
      PartitionStaging.execute(builder, MAINTENANCE_MEMORY);
      PartitionStaging.execute(builder, index);
    }
    return null;
  }

  /** Ends the load's connection and its lock; what was not finished is not visible. */
  @Override
  public void close() throws SinkException {
    if (connection == null) {
      return;
    }
    try (Connection ended = connection) {
      connection = null;
      ended.rollback();
    } catch (SQLException e) {
      throw failures.of("end the load of " + staging.span() + " by " + pipeline, e);
    }
  }
}
