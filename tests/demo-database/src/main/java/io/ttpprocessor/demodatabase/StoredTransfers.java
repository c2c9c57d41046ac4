package io.ttpprocessor.demodatabase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Reads the consumer's tables. */
final class StoredTransfers {
  private static final String CURSOR =
      "SELECT first_ledger, ledger_sequence FROM pipeline_cursor"
          + " WHERE pipeline = 'token_transfers'";
  private static final String COUNTS =
      "SELECT event_type, count(*) FROM token_transfers GROUP BY event_type ORDER BY 2 DESC, 1";
  private static final String NEWEST =
      """
      SELECT ledger_sequence, ordinal, event_type, token, amount, from_address, to_address,
        CASE WHEN to_muxed_type IS NULL THEN '' ELSE to_muxed_type || ' ' || to_muxed_value END
      FROM (SELECT *, row_number() OVER
          (PARTITION BY event_type ORDER BY ledger_sequence DESC, ordinal DESC) AS place
        FROM token_transfers_readable) AS placed
      WHERE place <= ?
      ORDER BY ledger_sequence DESC, ordinal DESC
      """;
  private static final int LONGEST_TEXT = 26;

  private final Connection connection;

  StoredTransfers(Connection connection) {
    this.connection = connection;
  }

  /** The last ledger stored; 0 where nothing is, not even the tables. */
  long cursor() throws SQLException {
    if (!hasTables()) {
      return 0;
    }
    try (PreparedStatement query = connection.prepareStatement(CURSOR);
        ResultSet cursor = query.executeQuery()) {
      return cursor.next() ? cursor.getLong(2) : 0;
    }
  }

  /** How many ledgers, and how many events of each type. */
  String counts() throws SQLException {
    if (!hasTables()) {
      return "nothing is stored yet" + System.lineSeparator();
    }
    TextTable table =
        new TextTable(List.of(TextTable.Align.LEFT, TextTable.Align.RIGHT, TextTable.Align.LEFT));
    try (PreparedStatement query = connection.prepareStatement(CURSOR);
        ResultSet cursor = query.executeQuery()) {
      if (cursor.next()) {
        long first = cursor.getLong(1);
        long last = cursor.getLong(2);
        table.add(List.of("ledgers", number(last - first + 1), first + " to " + last));
      }
    }
    long events = 0;
    try (PreparedStatement query = connection.prepareStatement(COUNTS);
        ResultSet counts = query.executeQuery()) {
      StringBuilder kinds = new StringBuilder();
      while (counts.next()) {
        events += counts.getLong(2);
        kinds.append(kinds.isEmpty() ? "" : ", ");
        kinds.append(number(counts.getLong(2))).append(' ').append(counts.getString(1));
      }
      table.add(List.of("events", number(events), kinds.toString()));
    }
    return table.toString();
  }

  /** The newest events of each type, as an aligned table. */
  String newest(int rowsOfEachType) throws SQLException {
    if (!hasTables()) {
      return "";
    }
    TextTable.Align left = TextTable.Align.LEFT;
    TextTable.Align right = TextTable.Align.RIGHT;
    TextTable table = new TextTable(List.of(right, right, left, left, right, left, left, left));
    table.header(List.of("ledger", "#", "type", "token", "amount", "from", "to", "muxed to"));
    try (PreparedStatement query = connection.prepareStatement(NEWEST)) {
      query.setInt(1, rowsOfEachType);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          table.add(
              List.of(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  address(row.getString(4)),
                  row.getBigDecimal(5).toPlainString(),
                  address(row.getString(6)),
                  address(row.getString(7)),
                  shortened(row.getString(8))));
        }
      }
    }
    return table.toString();
  }

  private boolean hasTables() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT to_regclass('pipeline_cursor') IS NOT NULL");
        ResultSet found = query.executeQuery()) {
      return found.next() && found.getBoolean(1);
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String address(String address) {
    if (address == null) {
      return "";
    }
    return address.length() < 56
        ? address
        : address.substring(0, 5) + ".." + address.substring(address.length() - 4);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 2) + "..";
  }
}
