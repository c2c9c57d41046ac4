package io.ttpprocessor.systemtests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

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

  /** The ledger that the cursor stands at; empty before the consumer's first commit. */
  static OptionalLong cursor(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ledger_sequence FROM pipeline_cursor")) {
      return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
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
