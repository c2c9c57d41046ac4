package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A table as those see it who load many ranges of ledgers into it: what is done, what may be
 * loaded, what killed loads have left. Thread-safe.
 */
public final class LoadedTable {
  private static final String ROWS =
      "SELECT coalesce(sum(event_count), 0) FROM ledger_digests"
          + " WHERE table_name = ? AND ledger_sequence BETWEEN ? AND ?";

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final String pipeline;
  private final LedgerRanges ranges;
  private final SqlFailures failures;

  /**
   * The table {@code table} in {@code database}, where it must exist when it is asked.
   *
   * @param pipeline who writes it: another's is refused
   */
  public LoadedTable(PGSimpleDataSource database, EventTable table, String pipeline) {
    this.database = database;
    this.table = table;
    this.pipeline = pipeline;
    this.ranges = new LedgerRanges(table, pipeline);
    this.failures = new SqlFailures(database);
  }

  /** What it holds, and which events. */
  public EventTable table() {
    return table;
  }

  /** What is done, in order and disjoint; the last may be the live consumer's own. */
  public List<DoneRange> done() throws SinkException {
    return ranges.done(database);
  }

  /**
   * Refuses ranges whose load would be refused at its end, or in the midst.
   *
   * @param network id of the ledgers' network, in lower-case hexadecimal
   * @param rulesVersion version of the rules that make the events
   * @throws SinkException when the table's ledgers are of another network or other rules, or a
   *     range is the live consumer's, done, or has a partition in its place that holds something;
   *     names ledgers and both values
   */
  public void expectLoadable(List<LedgerSpan> spans, String network, long rulesVersion)
      throws SinkException {
    try (Connection connection = database.getConnection()) {
      List<DoneRange> done = ranges.done(connection);
      Optional<Long> owned = ranges.ownedFrom(connection);
      for (LedgerSpan span : spans) {
        DoneRange range =
            new DoneRange(span.first(), span.last(), network, rulesVersion, null, null);
        for (DoneRange other : done) {
          ranges.expectSame(range, other);
        }
        expectNotTheConsumers(span, LedgerRanges.cursorsIn(done, owned, span));
        ranges.expectFree(done, owned, span);
        new PartitionsInPlace(table, ranges).expectRemovable(connection, span);
      }
    } catch (SQLException e) {
      throw failures.of("see what " + table.name() + " holds", e);
    }
  }

  private void expectNotTheConsumers(LedgerSpan span, Optional<DoneRange> consumers)
      throws SinkException {
    if (consumers.isPresent()) {
      throw refused(
          String.format(
              "%s cannot be loaded: from ledger %d on all are the live consumer's, which has come"
                  + " to ledger %d. Ask for ledgers up to %3$d, and leave the others to it",
              span, consumers.get().first(), consumers.get().last()));
    }
  }

  private SinkException refused(String why) {
    return new SinkException(Kind.PERMANENT, "table " + table.name() + ": " + why);
  }

  /**
   * Drops the tables of loads that were killed and of which a ledger lies in {@code span}; those of
   * loads that are at work stay, and those that somebody still holds.
   *
   * @return of how many loads
   */
  public int discardUnfinished(LedgerSpan span) throws SinkException {
    try (Connection connection = LoadConnections.open(database)) {
      connection.setAutoCommit(false);
      return new OtherLoads(table).dropDead(connection, span::overlaps);
    } catch (SQLException e) {
      throw failures.of("remove unfinished loads of " + table.name(), e);
    }
  }

  /** A load of a range into this table. */
  public PartitionLoader load(LedgerSpan span) {
    return new PartitionLoader(database, table, pipeline, span);
  }

  /** A writer for a load of a range into this table. */
  public PartitionWriter writer(LedgerSpan span) {
    return new PartitionWriter(database, table, span);
  }

  /** How many rows the ledgers of {@code span} have; reads a row a ledger. */
  public long rows(LedgerSpan span) throws SinkException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ROWS)) {
      connection.setNetworkTimeout(Runnable::run, 0);
      statement.setString(1, table.name());
      statement.setLong(2, span.first());
      statement.setLong(3, span.last());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw failures.of("count the rows of " + table.name(), e);
    }
  }
}
