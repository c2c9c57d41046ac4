package io.ttpprocessor.consumer.page;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tokens moved most in the hour before the newest stored event: by events, and by amount,
 * which can be compared between tokens of the same number of decimals alone. Fees are left out.
 */
final class TopAssets {
  private static final int MOST = 8;
  private static final String NEWEST =
      "SELECT ledger_sequence, closed_at FROM token_transfers"
          + SearchSql.NEWEST_FIRST
          + " LIMIT 1";
  private static final String HOUR =
      "WITH tokens AS ("
          + "SELECT asset, contract_address, count(*) AS events, sum(amount) AS amount"
          + " FROM token_transfers WHERE closed_at > ? AND event_type <> 'fee'"
          + " GROUP BY asset, contract_address), ranked AS ("
          + "SELECT *, row_number() OVER (ORDER BY events DESC, contract_address) AS by_events,"
          + " row_number() OVER (PARTITION BY asset IS NULL"
          + " ORDER BY amount DESC, contract_address) AS by_amount FROM tokens)"
          + " SELECT asset, contract_address, events, amount, by_events,"
          + " CASE WHEN asset IS NOT NULL THEN by_amount END AS by_amount FROM ranked"
          + " WHERE by_events <= ? OR asset IS NOT NULL AND by_amount <= ? ORDER BY by_events";

  private final PageDatabase database;

  TopAssets(PageDatabase database) {
    this.database = database;
  }

  /** The tokens, with their ranks, and up to when; no tokens where nothing is stored. */
  Map<String, Object> read() throws SQLException {
    List<Map<String, Object>> newest = database.rows(NEWEST);
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("most", MOST);
    if (newest.isEmpty()) {
      found.put("tokens", List.of());
      return found;
    }
    String closedAt = (String) newest.get(0).get("closed_at");
    OffsetDateTime hourBefore =
        OffsetDateTime.parse(closedAt).withOffsetSameInstant(ZoneOffset.UTC).minusHours(1);
    found.put("ledger", newest.get(0).get("ledger_sequence"));
    found.put("closed_at", closedAt);
    found.put("tokens", database.rows(HOUR, hourBefore, MOST, MOST));
    return found;
  }
}
