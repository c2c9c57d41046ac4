package io.ttpprocessor.store;

import io.ttpprocessor.store.RowDifference.Column;
import io.ttpprocessor.store.RowDifference.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Compares the rows of some ledgers with those that should be there. What should be there is copied
 * into a temporary table of the same columns, by the COPY that would store it, so that PostgreSQL
 * itself gives both the form in which it keeps them ({@code jsonb} above all); then it joins both
 * by their keys and compares the rows as binary images ({@code *<>}, its manual, "Composite Type
 * Comparison"), which tells apart even what is equal as a value.
 */
final class TableComparison {
  /** Rows that differ come a few at a time, however many there are. */
  private static final int FETCH_ROWS = 200;

  private static final int FIRST_VALUE = 5;

  private final String table;
  private final List<String> columns;
  private final boolean numbered;
  private final String create;
  private final String compare;

  private TableComparison(String table, String columns, String owner, boolean numbered) {
    this.table = table;
    this.columns = Arrays.stream(columns.split(",")).map(String::trim).toList();
    this.numbered = numbered;
    this.create =
        String.format(
            "CREATE TEMPORARY TABLE IF NOT EXISTS %s ON COMMIT DELETE ROWS"
                + " AS SELECT %s FROM %s WITH NO DATA",
            expectedTable(), columns, table);
    StringBuilder values = new StringBuilder();
    this.columns.forEach(
        column -> values.append(String.format(", s.%1$s::text, e.%1$s::text", column)));
    this.compare =
        String.format(
            "SELECT coalesce(e.ledger_sequence, s.ledger_sequence), %1$s,"
                + " e.ledger_sequence IS NULL, s.ledger_sequence IS NULL%2$s"
                + " FROM (SELECT %3$s FROM pg_temp.%4$s) e"
                + " FULL JOIN (SELECT %3$s FROM %5$s WHERE %6$s ledger_sequence BETWEEN ? AND ?) s"
                + " ON s.ledger_sequence = e.ledger_sequence%7$s"
                + " WHERE e.ledger_sequence IS NULL OR s.ledger_sequence IS NULL OR e *<> s"
                + " ORDER BY 1, 2",
            numbered ? "coalesce(e.ordinal, s.ordinal)" : "0",
            values,
            columns,
            expectedTable(),
            table,
            owner,
            numbered ? " AND s.ordinal = e.ordinal" : "");
  }

  /** Of the rows of a table of events. */
  static TableComparison ofEvents(EventTable table) {
    return new TableComparison(table.name(), table.columns(), "", true);
  }

  /** Of the digests of the ledgers that a table of events holds. */
  static TableComparison ofDigests(EventTable table) {
    String owner = "table_name = '" + table.name() + "' AND";
    return new TableComparison(BatchCopy.DIGEST_TABLE, BatchCopy.DIGEST_COLUMNS, owner, false);
  }

  /** Name of the temporary table with the rows that should be there. */
  static String expectedTable(String table) {
    return "expected_" + table;
  }

  private String expectedTable() {
    return expectedTable(table);
  }

  /** Makes the temporary table, which is empty at the begin of each transaction. */
  void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(create);
    }
  }

  /** Tells each row of the ledgers that differs, in the order of their keys. */
  void compare(Connection connection, LedgerBatch batch, Consumer<RowDifference> listener)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(compare)) {
      statement.setFetchSize(FETCH_ROWS);
      statement.setLong(1, batch.first());
      statement.setLong(2, batch.last());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          listener.accept(difference(rows));
        }
      }
    }
  }

  private RowDifference difference(ResultSet row) throws SQLException {
    Kind kind = row.getBoolean(3) ? Kind.EXTRA : row.getBoolean(4) ? Kind.MISSING : Kind.CHANGED;
    List<Column> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String stored = row.getString(FIRST_VALUE + 2 * i);
      String expected = row.getString(FIRST_VALUE + 2 * i + 1);
      boolean differs = stored == null ? expected != null : !stored.equals(expected);
      if (kind != Kind.CHANGED || differs) {
        values.add(new Column(columns.get(i), stored, expected));
      }
    }
    return new RowDifference(
        table,
        row.getLong(1),
        numbered ? OptionalLong.of(row.getLong(2)) : OptionalLong.empty(),
        kind,
        values);
  }
}
