package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * What of the old ones is kept, by the promise that comes first and how many others there are.
   */
  private static final String KEPT =
      "WITH kept AS (SELECT min(first_ledger) AS first, max(last_ledger) AS last"
          + " FROM ledger_partitions WHERE table_name = ? AND last_ledger <="
          + " (SELECT max(last_ledger) FROM complete_ledgers WHERE table_name = ?) - ?"
          + " AND last_ledger >= (SELECT min(first_ledger) FROM retention_holds))"
          + " SELECT first, last, reader, first_ledger, count(*) OVER () - 1 FROM kept"
          + " JOIN retention_holds ON first_ledger <= last ORDER BY first_ledger, reader LIMIT 1";

  /** Readers wait while this waits for its lock, so it does not wait long. */
  private static final String LOCK_TIMEOUT = "SET lock_timeout = '3s'";

  /** A promise that is being made is waited for, one that comes later waits until all is gone. */
  private static final String NO_PROMISES = "LOCK TABLE retention_holds IN SHARE MODE";

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final LedgerRanges ranges;
  private final SqlFailures failures;

  /**
   * Old ledgers that stay because a reader was promised them.
   *
   * @param span from the first to the last of their partitions
   * @param reader whose promise begins first
   * @param firstLedger the first ledger that it was promised
   * @param others how many other readers were promised some of them
   */
  public record Kept(LedgerSpan span, String reader, long firstLedger, long others) {}

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

  /** What {@link #apply} leaves of the ledgers below the newest {@code keep}, and for whom. */
  public Optional<Kept> kept(long keep) throws SinkException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(KEPT)) {
      statement.setString(1, table.name());
      statement.setString(2, table.name());
      statement.setLong(3, keep);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Kept(
                    new LedgerSpan(row.getLong(1), row.getLong(2)),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw failures.of("see for whom old ledgers of " + table.name() + " are kept", e);
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
