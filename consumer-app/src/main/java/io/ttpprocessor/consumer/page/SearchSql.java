package io.ttpprocessor.consumer.page;

import io.ttpprocessor.consumer.page.SearchQuery.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement and its values. A search in several columns is several searches, each of which goes
 * along an index from the newest event and stops at the limit; what they find is put in order.
 *
 * @param isOrdered whether each search has an index that gives its rows in order. PostgreSQL is
 *     then to use it whatever it thinks of the value: who knows that an account has a tenth of all
 *     rows but not that they are the oldest reads the whole table backwards
 */
record SearchSql(String text, List<Object> values, boolean isOrdered) {
  static final String TRANSFERS =
      "ledger_sequence, ordinal, closed_at, tx_hash, event_type, contract_address, asset,"
          + " from_address, to_address, amount, to_muxed_type, to_muxed_value";

  /** Topics and data are for people: a ledger's largest would fill the screen many times. */
  static final String CONTRACT_EVENTS =
      "ledger_sequence, ordinal, ledger_closed_at AS closed_at, tx_hash, tx_successful,"
          + " contract_id, event_type, left(topics::text, 600) AS topics,"
          + " left(event_data::text, 600) AS data";

  static final String NEWEST_FIRST = " ORDER BY ledger_sequence DESC, ordinal DESC";

  /**
   * What one search looks for; each question mark takes the value. It is put by a query of its own,
   * so that it is planned for any value, as the index serves all.
   */
  private static final String FROM = "from_address = (SELECT ?::text)";

  private static final String TO = "to_address = (SELECT ?::text)";

  /** Says so in the index' own words, or it is not used. */
  private static final String TOKEN =
      "contract_address = (SELECT ?::text) AND asset IS DISTINCT FROM 'native'";

  private static final String ISSUED = "asset = (SELECT ?::text) AND asset <> 'native'";
  private static final String LUMEN = "asset = 'native'";
  private static final String CUSTOMER =
      "to_address = (SELECT ?::text) AND to_muxed_value = (SELECT ?::text)"
          + " AND to_muxed_type = 'id' AND to_muxed_value IS NOT NULL";
  private static final String HASH = "tx_hash = ?";
  private static final String CONTRACT = "contract_id = (SELECT ?::text)";

  /**
   * Token transfers.
   *
   * @param isLumen whether the query's contract is the lumen's: most rows are its own
   */
  static SearchSql transfers(SearchQuery query, boolean isLumen, PlaceKey before, int limit) {
    List<String> conditions =
        switch (query.kind()) {
          case ACCOUNT -> List.of(FROM, TO);
          case MUXED_ACCOUNT -> List.of(CUSTOMER);
          case CONTRACT -> List.of(FROM, TO, isLumen ? LUMEN : TOKEN);
          case ASSET -> List.of(ISSUED);
          case NATIVE -> List.of(LUMEN);
          case TRANSACTION -> List.of(HASH);
        };
    return of(new Rows("token_transfers", TRANSFERS), conditions, query, before, limit);
  }

  /** Contract events, which are found by contract or transaction alone. */
  static SearchSql contractEvents(SearchQuery query, PlaceKey before, int limit) {
    List<String> conditions = List.of(query.kind() == Kind.CONTRACT ? CONTRACT : HASH);
    return of(new Rows("contract_events", CONTRACT_EVENTS), conditions, query, before, limit);
  }

  /** Where is looked, and what is told of what is found. */
  private record Rows(String table, String columns) {}

  private static SearchSql of(
      Rows rows, List<String> conditions, SearchQuery query, PlaceKey before, int limit) {
    List<Object> values = new ArrayList<>();
    String searches =
        conditions.stream()
            .map(
                condition -> {
                  bind(values, condition, query);
                  long ledger = before.ledger();
                  Collections.addAll(values, ledger, ledger, before.ordinal(), limit);
                  return "(SELECT "
                      + rows.columns()
                      + " FROM "
                      + rows.table()
                      + " WHERE "
                      + condition
                      // Said twice: partitions are passed over by the ledger alone.
                      + " AND ledger_sequence <= ? AND (ledger_sequence, ordinal) < (?, ?)"
                      + NEWEST_FIRST
                      + " LIMIT ?)";
                })
            // An event from an account to itself is one event.
            .collect(Collectors.joining(" UNION "));
    if (conditions.size() > 1) {
      values.add(limit);
      searches = "SELECT * FROM (" + searches + ") AS found" + NEWEST_FIRST + " LIMIT ?";
    }
    boolean isOrdered = conditions.stream().noneMatch(List.of(HASH, LUMEN)::contains);
    return new SearchSql(searches, List.copyOf(values), isOrdered);
  }

  private static void bind(List<Object> values, String condition, SearchQuery query) {
    long places = condition.chars().filter(c -> c == '?').count();
    if (places > 0) {
      values.add(query.value());
    }
    if (places > 1) {
      values.add(query.muxedId().orElseThrow());
    }
  }
}
