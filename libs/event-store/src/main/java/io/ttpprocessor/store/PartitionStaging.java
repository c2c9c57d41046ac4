package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables that a range of ledgers is loaded into before it becomes a partition: one for the
 * events, without an index, and one with a row a ledger, which tells what has come. They are named
 * for the range.
 */
final class PartitionStaging {
  private static final String INDEXES =
      "SELECT regexp_replace(pg_get_indexdef(indexrelid),"
          + " '^CREATE INDEX .*? ON (ONLY )?\\S+ USING',"
          + " 'CREATE INDEX ON ' || quote_ident(?) || ' USING') FROM pg_index"
          + " WHERE indrelid = ?::regclass AND NOT indisunique ORDER BY 1";
  private static final String KEYS =
      "SELECT 'ALTER TABLE ' || quote_ident(?) || ' ADD ' || pg_get_constraintdef(oid)"
          + " FROM pg_constraint WHERE conrelid = ?::regclass AND contype IN ('p', 'u')";

  private final EventTable table;
  private final LedgerSpan span;

  PartitionStaging(EventTable table, LedgerSpan span) {
    this.table = table;
    this.span = span;
  }

  LedgerSpan span() {
    return span;
  }

  /** Where the events go. */
  String events() {
    return table.name() + "_load_" + span.first() + "_" + span.last();
  }

  /** Where the row of each ledger goes. */
  String ledgers() {
    return events() + "_ledgers";
  }

  /** The name under which the events' table becomes a partition. */
  String partition() {
    return table.name() + "_" + span.first() + "_" + span.last();
  }

  /** Makes both empty, whatever an earlier load has left of them. */
  void make(Connection connection) throws SQLException {
    drop(connection);
    execute(
        connection,
        String.format(
            "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS"
                + " INCLUDING STORAGE INCLUDING COMPRESSION)",
            events(), table.name()));
    // Each load of a ledger is told by its key: none is there twice.
    execute(
        connection,
        String.format(
            "CREATE TABLE %s (ledger_sequence bigint PRIMARY KEY, ledger_hash bytea NOT NULL,"
                + " previous_hash bytea NOT NULL, network bytea NOT NULL,"
                + " rules_version bigint NOT NULL, event_count bigint NOT NULL,"
                + " digest bytea NOT NULL)",
            ledgers()));
  }

  void drop(Connection connection) throws SQLException {
    execute(connection, "DROP TABLE IF EXISTS " + events() + ", " + ledgers());
  }

  /** The statements that make the indexes of {@link #events} which are no keys. */
  List<String> indexes(Connection connection) throws SQLException {
    return statements(connection, INDEXES);
  }

  /** The statements that make keys and bounds, so that attaching has to read nothing. */
  List<String> keys(Connection connection) throws SQLException {
    List<String> keys = statements(connection, KEYS);
    keys.add(
        String.format(
            "ALTER TABLE %s ADD CONSTRAINT ledger_bounds CHECK (ledger_sequence >= %d"
                + " AND ledger_sequence < %d)",
            events(), span.first(), span.last() + 1));
    return keys;
  }

  /** Makes the events a partition and the ledgers' rows those of {@code ledger_digests}. */
  void attach(Connection connection) throws SQLException {
    execute(
        connection,
        String.format(
            "INSERT INTO %s (%s) SELECT '%s', ledger_sequence, ledger_hash, event_count, digest"
                + " FROM %s",
            BatchCopy.DIGEST_TABLE, BatchCopy.DIGEST_COLUMNS, table.name(), ledgers()));
    execute(connection, "DROP TABLE " + ledgers());
    execute(connection, "ALTER TABLE " + events() + " RENAME TO " + partition());
    execute(
        connection,
        String.format(
            "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)",
            table.name(), partition(), span.first(), span.last() + 1));
    execute(connection, "ALTER TABLE " + partition() + " DROP CONSTRAINT ledger_bounds");
  }

  private List<String> statements(Connection connection, String sql) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, events());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          statements.add(rows.getString(1));
        }
      }
    }
    return statements;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
