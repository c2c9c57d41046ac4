package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Checks what writers have loaded, before anybody is told that it is there. */
final class StagedRange {
  private final PartitionStaging staging;

  StagedRange(PartitionStaging staging) {
    this.staging = staging;
  }

  /**
   * The range that was loaded.
   *
   * @throws SinkException when a ledger is missing, does not follow the one before, is of another
   *     network or of other rules, or the number of rows is not that of the events
   */
  DoneRange check(Connection connection) throws SQLException, SinkException {
    LedgerSpan span = staging.span();
    // Numbers, hashes and networks in one pass over a row a ledger.
    String sql =
        String.format(
            "SELECT count(*), coalesce(sum(event_count), 0), count(DISTINCT network),"
                + " count(DISTINCT rules_version), min(encode(network, 'hex')),"
                + " min(rules_version), min(encode(previous_hash, 'hex'))"
                + " FILTER (WHERE ledger_sequence = %2$d),"
                + " min(encode(ledger_hash, 'hex')) FILTER (WHERE ledger_sequence = %3$d),"
                + " min(ledger_sequence) FILTER (WHERE previous_hash <> hash_before),"
                + " (SELECT count(*) FROM %4$s)"
                + " FROM (SELECT *, lag(ledger_hash) OVER (ORDER BY ledger_sequence) AS hash_before"
                + " FROM %1$s) AS ledgers",
            staging.ledgers(), span.first(), span.last(), staging.events());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      expect(row.getLong(1) == span.size(), row.getLong(1) + " ledgers have come");
      expect(
          row.getLong(3) == 1 && row.getLong(4) == 1,
          "they are of " + row.getLong(3) + " networks and " + row.getLong(4) + " rules versions");
      long broken = row.getLong(9);
      expect(row.wasNull(), "ledger " + broken + " does not follow the one before it by its hash");
      expect(
          row.getLong(2) == row.getLong(10),
          row.getLong(10) + " rows are there, of " + row.getLong(2) + " events");
      return new DoneRange(
          span.first(),
          span.last(),
          row.getString(5),
          row.getLong(6),
          row.getString(7),
          row.getString(8));
    }
  }

  private void expect(boolean fulfilled, String instead) throws SinkException {
    if (!fulfilled) {
      throw new SinkException(
          Kind.PERMANENT,
          "the load of "
              + staging.span()
              + " is not whole: "
              + instead
              + " ("
              + staging.events()
              + ")");
    }
  }
}
