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
    try (PreparedStatement statement = connection.prepareStatement(ENSURE)) {
      statement.setString(1, table.name());
      statement.setLong(2, batch.first());
      statement.setLong(3, Math.min(batch.last() + AHEAD_LEDGERS, LAST_LEDGER));
      statement.setLong(4, size);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        coveredFrom = batch.first();
        coveredThrough = row.getLong(1) - AHEAD_LEDGERS;
      }
    }
    connection.commit();
  }
}
