package io.ttpprocessor.consumer.page;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the tables what all browsers are shown, while one looks: cursors each second, the
 * newest rows where a cursor has moved, and the top assets now and then. For one thread; what it
 * found may be asked for by any.
 */
final class TableReader {
  private static final Logger log = LoggerFactory.getLogger(TableReader.class);

  static final String TRANSFERS = "token_transfers";
  static final String CONTRACT_EVENTS = "contract_events";

  private static final int NEWEST = 20;
  private static final String CURSORS =
      "SELECT table_name, network, first_ledger, ledger_sequence, updated_at FROM pipeline_cursor";
  private static final String NEWEST_TRANSFERS =
      "SELECT "
          + SearchSql.TRANSFERS
          + " FROM token_transfers"
          + SearchSql.NEWEST_FIRST
          + " LIMIT ?";
  private static final String NEWEST_CONTRACT_EVENTS =
      "SELECT "
          + SearchSql.CONTRACT_EVENTS
          + " FROM contract_events"
          + SearchSql.NEWEST_FIRST
          + " LIMIT ?";
  private static final Duration ASSETS_INTERVAL = Duration.ofSeconds(10);

  /** A query that takes a second is asked every twenty: it may cost a twentieth of a core. */
  private static final int LEAST_PAUSES = 20;

  private static final Finding NOTHING =
      new Finding(StageHealth.unknown("Not asked yet"), Map.of(), Optional.empty());

  private final PageDatabase database;
  private final TopAssets assets;
  private final List<String> tables;
  private final Publisher publisher;
  private final Map<String, Object> shown = new HashMap<>();
  private long assetsDue = System.nanoTime();
  private volatile Finding finding = NOTHING;

  /** Where what was read goes. */
  interface Publisher {
    /** Sends JSON to all browsers under this name. */
    void publish(String name, String json);
  }

  /**
   * What was found.
   *
   * @param cursors each table's row of pipeline_cursor
   * @param network id of the tables' network, if anything is stored
   */
  record Finding(
      StageHealth health, Map<String, Map<String, Object>> cursors, Optional<String> network) {}

  /**
   * @param tables those that the consumer fills
   */
  TableReader(PageDatabase database, List<String> tables, Publisher publisher) {
    this.database = database;
    this.assets = new TopAssets(database);
    this.tables = tables;
    this.publisher = publisher;
  }

  /** What was found last. */
  Finding finding() {
    return finding;
  }

  /** Nobody looks: what was found may be so no longer, and is to be sent to who comes. */
  void forget() {
    finding = NOTHING;
    shown.clear();
    assetsDue = System.nanoTime();
  }

  /** Reads what has changed. */
  void read() {
    long begin = System.nanoTime();
    try {
      Map<String, Map<String, Object>> cursors = cursors();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      finding =
          new Finding(
              StageHealth.healthy("Answers in " + Math.max(1, millis) + " ms"),
              cursors,
              cursors.values().stream().map(row -> (String) row.get("network")).findFirst());
      show(TRANSFERS, NEWEST_TRANSFERS);
      show(CONTRACT_EVENTS, NEWEST_CONTRACT_EVENTS);
    } catch (SQLException e) {
      boolean isNotMade = SqlWords.isUndefined(e);
      finding =
          new Finding(
              isNotMade
                  ? StageHealth.unknown("The tables are not made yet")
                  : StageHealth.unhealthy("Cannot be read: " + SqlWords.of(e)),
              Map.of(),
              Optional.empty());
      return;
    }
    showAssets();
  }

  private Map<String, Map<String, Object>> cursors() throws SQLException {
    Map<String, Map<String, Object>> cursors = new LinkedHashMap<>();
    for (Map<String, Object> row : database.rows(CURSORS)) {
      String table = (String) row.get("table_name");
      if (tables.contains(table)) {
        cursors.put(table, row);
      }
    }
    return cursors;
  }

  private void show(String table, String sql) throws SQLException {
    Object ledger = finding.cursors().getOrDefault(table, Map.of()).get("ledger_sequence");
    if (tables.contains(table)
        && (!shown.containsKey(table) || !Objects.equals(ledger, shown.get(table)))) {
      publisher.publish(table, HttpAnswer.json(Map.of("rows", database.rows(sql, NEWEST))));
      shown.put(table, ledger);
    }
  }

  /** One that takes too long is no sign of a database that does not work, and is not hurried. */
  private void showAssets() {
    long begin = System.nanoTime();
    if (!tables.contains(TRANSFERS) || begin - assetsDue < 0) {
      return;
    }
    try {
      publisher.publish("assets", HttpAnswer.json(assets.read()));
    } catch (SQLException e) {
      log.debug("The top assets are not to be had", e);
    } finally {
      long end = System.nanoTime();
      assetsDue = end + Math.max(ASSETS_INTERVAL.toNanos(), LEAST_PAUSES * (end - begin));
    }
  }
}
