package io.ttpprocessor.consumer.page;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database as the page sees it: to be read, by few connections of its own, each statement for a
 * few seconds at most, so that the writer hardly notices. Connects on first use, and holds nothing
 * while nobody looks. Thread-safe.
 */
final class PageDatabase implements AutoCloseable {
  /** Searches at a time, as many as SearchThreads; one more is for what all browsers are shown. */
  static final int SEARCHES = 4;

  /** Most that are open at a time. */
  static final int CONNECTIONS = SEARCHES + 1;

  private static final String APPLICATION = "ttp-page";
  private static final int CONNECT_MILLIS = 2_000;
  private static final int IDLE_MILLIS = 30_000;
  private static final int SILENCE_SECONDS = 10;
  private static final String LIMITS =
      "SET statement_timeout = '5s'; SET lock_timeout = '1s';"
          + " SET idle_in_transaction_session_timeout = '10s';"
          + " SET default_transaction_read_only = on";

  /** In this transaction: what is read in order need not be sorted, nor all of it be read. */
  private static final String ALONG_INDEXES =
      "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off";

  private final HikariDataSource pool;

  /**
   * @param database where it is; the page's own, for its properties are set here
   */
  PageDatabase(PGSimpleDataSource database) {
    database.setApplicationName(APPLICATION);
    database.setSocketTimeout(SILENCE_SECONDS);
    // Each statement is planned for its values: an account of half the table, or of two rows.
    database.setPrepareThreshold(0);
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setPoolName("page");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(LIMITS);
    this.pool = new HikariDataSource(config);
  }

  /** The rows that a search finds. */
  List<Map<String, Object>> search(SearchSql sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      if (sql.isOrdered()) {
        try (Statement settings = connection.createStatement()) {
          settings.execute(ALONG_INDEXES);
        }
      }
      List<Map<String, Object>> rows = rows(connection, sql.text(), sql.values().toArray());
      connection.rollback();
      return rows;
    }
  }

  /**
   * The rows of a query: names of columns to texts, whole numbers, booleans and nulls. Amounts,
   * which JSON's numbers may not hold, are texts, and so are times (ISO 8601, in UTC).
   */
  List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return rows(connection, sql, values);
    }
  }

  private static List<Map<String, Object>> rows(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  private static Map<String, Object> row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      row.put(columns.getColumnLabel(i), value(result.getObject(i)));
    }
    return row;
  }

  private static Object value(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof Timestamp time ? time.toInstant().toString() : value;
  }

  @Override
  public void close() {
    pool.close();
  }
}
