package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Removes old ledgers by dropping whole partitions; their digests go with them, and what is told to
 * be done shrinks, in the transaction that drops each. Needs the owner's rights.
 *
 * <p>What readers were promised stays: nothing from the least {@code first_ledger} of {@code
 * retention_holds} on is removed, and nothing of the newest ledgers that are to be kept. A reader
 * that first has its row there, and then asks what is complete, keeps what it was told.
 */
public final class LedgerRetention {
  private static final String OLD =
      "SELECT partition_name, first_ledger, last_ledger FROM ledger_partitions"
          + " WHERE table_name = ? AND last_ledger <= (SELECT max(last_ledger) FROM"
          + " complete_ledgers WHERE table_name = ?) - ?"
          + " AND last_ledger < (SELECT coalesce(min(first_ledger), 4294967296) FROM"
          + " retention_holds) ORDER BY 2";

  /** Readers wait while this waits for its lock, so it does not wait long. */
  private static final String LOCK_TIMEOUT = "SET lock_timeout = '3s'";

  /** A promise that is being made is waited for, one that comes later waits until all is gone. */
  private static final String NO_PROMISES = "LOCK TABLE retention_holds IN SHARE MODE";

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final LedgerRanges ranges;
  private final SqlFailures failures;

  /** A partition and its ledgers. */
  private record Partition(String name, LedgerSpan span) {}

  /**
   * @param pipeline who writes the table
   */
  public LedgerRetention(PGSimpleDataSource database, EventTable table, String pipeline) {
    this.database = database;
    this.table = table;
    this.ranges = new LedgerRanges(table, pipeline);
    this.failures = new SqlFailures(database);
  }

  /**
   * Drops the partitions whose ledgers all lie below the newest {@code keep}.
   *
   * @param dryRun only tells what would be dropped
   * @return the ledgers of each partition that was dropped, not of one that was promised meanwhile
   * @throws SinkException when one was not; those before it are
   */
  public List<LedgerSpan> apply(long keep, boolean dryRun) throws SinkException {
    List<LedgerSpan> dropped = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      PartitionStaging.execute(connection, LOCK_TIMEOUT);
      connection.setAutoCommit(false);
      ranges.done(connection);
      List<Partition> old = old(connection, keep);
      connection.commit();
      for (Partition partition : old) {
        if (dryRun || drop(connection, partition, keep)) {
          dropped.add(partition.span());
        }
      }
      return dropped;
    } catch (SQLException e) {
      throw failures.of(
          "remove old ledgers of " + table.name() + " (" + dropped + " are removed)", e);
    }
  }

  /** Whether it was dropped: it may have been promised to a reader since it was looked at. */
  private boolean drop(Connection connection, Partition partition, long keep)
      throws SQLException, SinkException {
    ranges.lock(connection);
    PartitionStaging.execute(connection, NO_PROMISES);
    if (!old(connection, keep).contains(partition)) {
      connection.rollback();
      return false;
    }
    ranges.remove(connection, partition.span());
    PartitionStaging.execute(connection, "DROP TABLE " + partition.name());
    connection.commit();
    return true;
  }

  private List<Partition> old(Connection connection, long keep) throws SQLException {
    List<Partition> partitions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OLD)) {
      statement.setString(1, table.name());
      statement.setString(2, table.name());
      statement.setLong(3, keep);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          partitions.add(
              new Partition(rows.getString(1), new LedgerSpan(rows.getLong(2), rows.getLong(3))));
        }
      }
    }
    return partitions;
  }
}
