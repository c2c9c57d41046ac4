package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Has the partitions of a table made before the ledgers come that lie in them. Used by one thread.
 */
final class Partitions {
  /** Made so early that a role which may not is noticed while it can still write. */
  private static final long AHEAD_LEDGERS = 1_000;

  /** What the database's function takes; a smaller one would be a mistake. */
  private static final long LEAST_SIZE = 1_000;

  private static final long LAST_LEDGER = 0xffff_ffffL;
  private static final String ENSURE = "SELECT ttp_ensure_partitions(?, ?, ?, ?)";

  private final EventTable table;
  private final long size;
  private long coveredFrom;
  private long coveredThrough = -1;

  /**
   * @param size most ledgers of a partition that is made; they begin at its multiples
   */
  Partitions(EventTable table, long size) {
    this.table = table;
    this.size = size;
  }

  /** Makes those for {@code batch} and a little more, in a transaction of their own. */
  void ensure(Connection connection, LedgerBatch batch) throws SQLException {
    if (batch.first() >= coveredFrom && batch.last() <= coveredThrough) {
      return;
    }
    long covered = make(connection, batch);
    connection.commit();
    coveredFrom = batch.first();
    coveredThrough = covered - AHEAD_LEDGERS;
  }

  /**
   * Makes those for {@code batch} and a little more, in the caller's transaction.
   *
   * @return the last ledger that is covered
   */
  long make(Connection connection, LedgerBatch batch) throws SQLException {
    long last = Math.min(batch.last() + AHEAD_LEDGERS, LAST_LEDGER);
    return make(connection, new LedgerSpan(batch.first(), last), size);
  }

  /** Makes those for {@code span} that are lacking, as far as {@code range} goes, not beyond it. */
  void makeWithin(Connection connection, LedgerSpan span, LedgerSpan range) throws SQLException {
    for (LedgerSpan piece : span.pieces(size)) {
      long end = (piece.first() / size + 1) * size - 1;
      // A partition ends below the first multiple: that of the range's end is where the range ends.
      long grid = end > range.last() ? Math.max(range.last() + 1, LEAST_SIZE) : size;
      make(connection, piece, grid);
    }
  }

  private long make(Connection connection, LedgerSpan span, long grid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENSURE)) {
      statement.setString(1, table.name());
      statement.setLong(2, span.first());
      statement.setLong(3, span.last());
      statement.setLong(4, grid);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
