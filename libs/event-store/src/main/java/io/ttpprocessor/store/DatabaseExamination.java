package io.ttpprocessor.store;

import io.ttpprocessor.kit.lifecycle.DoctorReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Looks whether a database can serve the consumer; changes nothing in it. */
public final class DatabaseExamination {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);
  private static final List<String> SHARED = List.of("pipeline_cursor", "ledger_digests");

  private final PGSimpleDataSource database;
  private final DatabaseSettings settings;
  private final List<EventTable> tables;
  private final DoctorReport report;

  /** An examination of the tables that are to be written. */
  public DatabaseExamination(
      DatabaseSettings settings, List<EventTable> tables, DoctorReport report) {
    this.database = Databases.open(settings);
    this.settings = settings;
    this.tables = tables;
    this.report = report;
  }

  /** Says of each thing how it is. */
  public void run() {
    try (Connection connection = database.getConnection()) {
      report.good(
          "database",
          String.format(
              "PostgreSQL %s at %s:%d, database %s, as %s",
              ask(connection, "SHOW server_version"),
              settings.host(),
              settings.port(),
              settings.database(),
              settings.user()));
      durability(connection);
      for (EventTable table : tables) {
        table(connection, table);
      }
      report.good(
          "size", ask(connection, "SELECT pg_size_pretty(pg_database_size(current_database()))"));
      clock(connection);
    } catch (SQLException e) {
      report.bad("database", new SqlFailures(database).of("look at it", e).getMessage());
    }
  }

  private void durability(Connection connection) throws SQLException {
    List<String> off = new ArrayList<>();
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if (ask(connection, "SHOW " + setting).equals("off")) {
        off.add(setting);
      }
    }
    if (off.isEmpty()) {
      report.good("durability", "what is committed outlives a crash");
    } else {
      report.bad(
          "durability", "off are " + String.join(", ", off) + ": a crash may lose what was stored");
    }
    if (ask(connection, "SELECT pg_is_in_recovery()").equals("t")) {
      report.bad("durability", "the server is a standby, which takes no rows");
    }
  }

  private void table(Connection connection, EventTable table) throws SQLException {
    if (ask(connection, "SELECT to_regclass(?) IS NOT NULL", table.name()).equals("f")) {
      boolean mayCreate =
          ask(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')").equals("t");
      if (mayCreate) {
        report.good(table.name(), "is not there yet, and will be made");
      } else {
        report.bad(table.name(), "is not there, and this role may not make it");
      }
      return;
    }
    List<String> missing = new ArrayList<>();
    for (String right : List.of("SELECT", "INSERT")) {
      require(connection, table.name(), right, missing);
    }
    for (String shared : SHARED) {
      for (String right : List.of("SELECT", "INSERT")) {
        require(connection, shared, right, missing);
      }
    }
    require(connection, "pipeline_cursor", "UPDATE", missing);
    // A version before this one has not made it: the next start will.
    if (ask(connection, "SELECT to_regclass('ledger_ranges') IS NOT NULL").equals("t")) {
      require(connection, "ledger_ranges", "SELECT", missing);
    }
    if (!missing.isEmpty()) {
      report.bad(table.name(), "this role lacks " + String.join(", ", missing));
      return;
    }
    Optional<String> cursor =
        first(
            connection,
            "SELECT 'ledger ' || ledger_sequence || ' is the last one stored'"
                + " FROM pipeline_cursor WHERE table_name = ?",
            table.name());
    report.good(table.name(), cursor.orElse("nothing is stored yet"));
  }

  private void require(Connection connection, String table, String right, List<String> missing)
      throws SQLException {
    if (!ask(connection, "SELECT has_table_privilege(?, '" + right + "')", table).equals("t")) {
      missing.add(right + " on " + table);
    }
  }

  private void clock(Connection connection) throws SQLException {
    double theirs = Double.parseDouble(ask(connection, "SELECT extract(epoch FROM now())"));
    double apart = Math.abs(theirs - Instant.now().toEpochMilli() / 1e3);
    String text = String.format("this machine's and the database's are %.1f s apart", apart);
    if (apart > CLOCK_TOLERANCE.toSeconds()) {
      report.bad("clock", text);
    } else {
      report.good("clock", text);
    }
  }

  private static String ask(Connection connection, String sql, String... values)
      throws SQLException {
    return first(connection, sql, values).orElse("");
  }

  private static Optional<String> first(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }
}
