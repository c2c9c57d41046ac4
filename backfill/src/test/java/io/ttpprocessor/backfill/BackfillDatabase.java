package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.Backfill.Result;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database that jobs load a golden lake into, and what it holds. */
final class BackfillDatabase {
  private static final List<String> TABLES = List.of("token_transfers", "contract_events");

  private final TestDatabase database;
  private final GoldenLake lake;

  BackfillDatabase(EmbeddedDatabase server, GoldenLake lake) {
    this.database = TestDatabase.in(server);
    this.lake = lake;
  }

  /** The variables of a program that loads it. */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(GoldenLake.environment());
    variables.put("POSTGRES_HOST", "localhost");
    variables.put("POSTGRES_PORT", Integer.toString(database.port()));
    variables.put("POSTGRES_DB", database.name());
    variables.put("POSTGRES_PASSWORD", EmbeddedDatabase.USER);
    return variables;
  }

  PGSimpleDataSource source() {
    return Databases.open(
        new DatabaseSettings(
            "localhost",
            database.port(),
            database.name(),
            EmbeddedDatabase.USER,
            new Secret(EmbeddedDatabase.USER),
            "disable",
            Optional.empty()));
  }

  /** Arguments that load ledgers of both tables, but for what {@code more} says. */
  List<String> arguments(long first, long last, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of(first, last, "--lake", lake.root(), "--sink", "postgres"));
    List<Object> others = List.of(more);
    if (!others.contains("--parallelism")) {
      all.addAll(List.of("--parallelism", 2));
    }
    if (!others.contains("--tables")) {
      all.addAll(List.of("--tables", String.join(",", TABLES)));
    }
    all.addAll(others);
    return Backfill.arguments(all.toArray());
  }

  /** Loads in this process. */
  Result load(long first, long last, Object... more) {
    return Backfill.run(environment(), arguments(first, last, more).toArray());
  }

  List<String> rows(String sql) {
    try {
      return database.rows(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private List<String> rowsBetweenAttachments(String table, String sql) {
    try {
      return database.rowsBetweenAttachments(table, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String sql) throws SQLException {
    database.execute(sql);
  }

  long count(String sql) {
    return Long.parseLong(rows(sql).get(0));
  }

  /** What is told to be there: table, first and last ledger of each stretch. */
  List<String> complete() {
    return rows("SELECT table_name, first_ledger, last_ledger FROM complete_ledgers ORDER BY 1, 2");
  }

  /** How many tables of loads there are that are no partitions. */
  long loads() {
    return count(
        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '_load_\\d+_\\d+'");
  }

  /** A mark of now, for {@link #isLoadedSince}. */
  long now() {
    return count("SELECT max(oid::bigint) FROM pg_class");
  }

  /** Whether a load has begun since the mark. */
  boolean isLoadedSince(long mark) {
    return count(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '_load_\\d+_\\d+'"
                + " AND oid::bigint > "
                + mark)
        > 0;
  }

  /** A digest of each table's rows and of what is told of its ledgers, whatever the partitions. */
  Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    for (String table : TABLES) {
      contents.put(
          table,
          rows(String.format(
                  "SELECT count(*), md5(string_agg(md5((to_jsonb(t) - 'id' - 'created_at')"
                      + "::text), '' ORDER BY ledger_sequence, ordinal)) FROM %s t",
                  table))
              .get(0));
      contents.put(
          table + " digests",
          rows(String.format(
                  "SELECT count(*), md5(string_agg(d::text, '' ORDER BY ledger_sequence))"
                      + " FROM ledger_digests d WHERE table_name = '%s'",
                  table))
              .get(0));
    }
    return contents;
  }

  /**
   * Ledgers of which more or less is there than is told: the rows and the digest of each ledger of
   * a stretch that is complete are there and agree, and there are none of others. A job may be at
   * work meanwhile.
   */
  List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (String table : TABLES) {
      if (count("SELECT count(*) FROM pg_class WHERE relname = '" + table + "'") == 0) {
        continue;
      }
      lies.addAll(
          rowsBetweenAttachments(
              table,
              String.format(
                  "WITH told AS (SELECT generate_series(first_ledger, last_ledger) AS ledger FROM"
                      + " complete_ledgers WHERE table_name = '%1$s'), stored AS (SELECT"
                      + " ledger_sequence AS ledger, count(*) AS rows FROM %1$s GROUP BY 1),"
                      + " digests AS (SELECT ledger_sequence AS ledger, event_count"
                      + " FROM ledger_digests WHERE table_name = '%1$s')"
                      + " SELECT '%1$s', ledger, told.ledger IS NOT NULL, rows, event_count"
                      + " FROM told FULL JOIN stored USING (ledger)"
                      + " FULL JOIN digests USING (ledger)"
                      + " WHERE told.ledger IS NULL OR event_count IS NULL"
                      + " OR coalesce(rows, 0) <> event_count LIMIT 10",
                  table)));
    }
    return lies;
  }
}
