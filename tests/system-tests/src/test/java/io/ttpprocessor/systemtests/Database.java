package io.ttpprocessor.systemtests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What the tests ask of one database of the PostgreSQL server, on connections of their own. */
record Database(int port, String name) {
  private static final String UNDEFINED_TABLE = "42P01";

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/" + name, "postgres", "postgres");
  }

  static Database create(int port, String name) throws SQLException {
    try (Connection connection = new Database(port, "postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new Database(port, name);
  }

  /** The ledger up to which all tables are complete; empty before the consumer's first commit. */
  static OptionalLong cursor(Connection connection) throws SQLException {
    String sql = "SELECT min(ledger_sequence) FROM pipeline_cursor";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      long ledger = rows.getLong(1);
      return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(ledger);
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  long count(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** How many events there are of each kind. */
  Map<String, Long> kinds() throws SQLException {
    Map<String, Long> kinds = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT event_type, count(*) FROM token_transfers GROUP BY event_type")) {
      while (rows.next()) {
        kinds.put(rows.getString(1), rows.getLong(2));
      }
    }
    return kinds;
  }

  /** For each ledger with events, how many events it and all before it have. */
  NavigableMap<Long, Long> eventsUpTo() throws SQLException {
    NavigableMap<Long, Long> counts = new TreeMap<>();
    long sum = 0;
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT ledger_sequence, count(*) FROM token_transfers GROUP BY 1 ORDER BY 1")) {
      while (rows.next()) {
        sum += rows.getLong(2);
        counts.put(rows.getLong(1), sum);
      }
    }
    return counts;
  }

  /** A digest over every column of every row, in primary-key order. */
  String digest() throws SQLException {
    String sql =
        "SELECT encode(sha256(string_agg(digest, ''::bytea ORDER BY ledger_sequence, ordinal)),"
            + " 'hex') FROM (SELECT ledger_sequence, ordinal,"
            + " sha256(convert_to(t::text, 'UTF8')) AS digest FROM token_transfers t) AS rows";
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
