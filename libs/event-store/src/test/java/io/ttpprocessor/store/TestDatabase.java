package io.ttpprocessor.store;

import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A fresh database of a test's own, and what tests ask of it on connections of their own. */
public record TestDatabase(EmbeddedDatabase server, String name) {
  public static TestDatabase in(EmbeddedDatabase server) {
    return new TestDatabase(server, server.createDatabase());
  }

  public int port() {
    return server.port();
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows as PostgreSQL writes them: columns joined by {@code |}, null as {@code null}. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement()) {
      return lines(statement, sql);
    }
  }

  /**
   * The same while no partition is being attached to {@code table}: such a commit is visible an
   * instant before other sessions are told of the partition, and its lock goes after that.
   */
  public List<String> rowsBetweenAttachments(String table, String sql) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
      List<String> lines = lines(statement, sql);
      connection.commit();
      return lines;
    }
  }

  private static List<String> lines(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        lines.add(line.toString());
      }
      return lines;
    }
  }

  /** Every event, in order: ledger, ordinal, type and amount. */
  public List<String> events() throws SQLException {
    return rows(
        "SELECT ledger_sequence, ordinal, event_type, amount FROM token_transfers ORDER BY 1, 2");
  }

  /** first_ledger|ledger_sequence|ledger_hash. */
  public List<String> cursor() throws SQLException {
    return rows("SELECT first_ledger, ledger_sequence, ledger_hash FROM pipeline_cursor");
  }
}
