package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

  private static final String LOCK =
      "SELECT pg_advisory_lock(hashtextextended('partition_load ' || ?, 0))";

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final LedgerRanges ranges;
  private final String pipeline;
  private final PartitionStaging staging;
  private final SqlFailures failures;
  private Duration patience = Duration.ZERO;
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

  /** Has it wait so long for another load of the same range to end, before it is refused. */
  public PartitionLoader withPatience(Duration forOthers) {
    patience = forOthers;
    return this;
  }

  /**
   * Makes the empty table that writers write into. An empty partition in its place is dropped, for
   * which readers of the table wait up to 3 s.
   *
   * @throws SinkException when the range touches what is done or the live consumer owns, another
   *     load is at work on any of it, or a partition in its place holds something
   */
  public void begin() throws SinkException {
    OtherLoads others = new OtherLoads(table);
    LedgerSpan span = staging.span();
    try {
      connection = LoadConnections.patient(database);
      if (!patience.isZero()) {
        awaitLoad();
      }
      lockLoad(others);
      connection.setAutoCommit(false);
      // Before the lock that others wait for: a killed load may take a while to let go.
      others.dropDead(connection, other -> !other.equals(span));
      others.dropOwn(connection, span, patience.toMillis());
      ranges.lock(connection);
      ranges.expectFree(connection, span);
      others.expectNone(connection, span);
      new PartitionsInPlace(table, ranges).remove(connection, span);
      staging.make(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("begin to load " + span + " of " + table.name(), e);
    }
  }

  private Connection builder() throws SQLException {
    Connection builder = LoadConnections.patient(database);
    PartitionStaging.execute(builder, MAINTENANCE_MEMORY);
    return builder;
  }

  /**
   * Waits for another load of the range to end: of a loader that was killed, or whose machine
   * vanished, the server may learn only after a while.
   */
  private void awaitLoad() throws SQLException {
    PartitionStaging.execute(connection, "SET lock_timeout = " + patience.toMillis());
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setString(1, staging.events());
      statement.execute();
    } catch (SQLException e) {
      if (!SqlFailures.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
    }
    PartitionStaging.execute(connection, "RESET lock_timeout");
  }

  /** Held for the whole load by its connection, and gone with it. */
  private void lockLoad(OtherLoads others) throws SQLException, SinkException {
    String sql = "SELECT pg_try_advisory_lock(hashtextextended('partition_load ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, staging.events());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          throw others.atWork(connection, staging.span(), "");
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
      List<String> indexes = staging.indexes(connection);
      List<String> keys = staging.keys(connection);
      connection.commit();
      new IndexBuilds(this::builder).run(keys, 1);
      new IndexBuilds(this::builder).run(indexes, threads);
      PartitionStaging.execute(connection, "ANALYZE " + staging.events());
      connection.commit();
      ranges.add(connection, range);
      staging.attach(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("finish to load " + staging.span() + " of " + table.name(), e);
    }
  }

  /** Ends the load's connection and its lock; what was not finished is not visible. */
  @Override
  public void close() throws SinkException {
    if (connection == null) {
      return;
    }
    try (Connection ended = connection) {
      connection = null;
      // One that was refused the lock has begun none.
      if (!ended.getAutoCommit()) {
        ended.rollback();
      }
    } catch (SQLException e) {
      throw failures.of("end the load of " + staging.span() + " by " + pipeline, e);
    }
  }
}
