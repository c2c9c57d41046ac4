package io.ttpprocessor.consumer.page;

import com.sun.net.httpserver.HttpExchange;
import io.ttpprocessor.consumer.page.SearchQuery.Kind;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/transfers?q=…} and {@code GET /api/contract-events?q=…}: what is stored of what
 * was typed, the newest first. {@code before} is the {@code next} of the page before, {@code limit}
 * at most 100. Answers 400 to what cannot be understood and 503 while the database does not answer,
 * with words in {@code error}.
 */
final class SearchApi {
  private static final Logger log = LoggerFactory.getLogger(SearchApi.class);
  private static final int USUAL_LIMIT = 50;
  private static final int GREATEST_LIMIT = 100;
  private static final int LONGEST_QUERY = 1_000;
  private static final String LUMEN_CONTRACT =
      "SELECT contract_address FROM token_transfers WHERE asset = 'native'"
          + SearchSql.NEWEST_FIRST
          + " LIMIT 1";

  private final PageDatabase database;
  private final List<String> tables;
  private volatile Optional<String> lumenContract = Optional.empty();

  /**
   * @param tables those that the consumer fills
   */
  SearchApi(PageDatabase database, List<String> tables) {
    this.database = database;
    this.tables = tables;
  }

  /** Answers a search of one table, and ends the exchange. */
  void answer(HttpExchange exchange, String table) throws IOException {
    if (HttpAnswer.refusedForeign(exchange)) {
      return;
    }
    if (!tables.contains(table)) {
      HttpAnswer.error(exchange, 404, "This consumer does not store " + table + " (PIPELINES).");
      return;
    }
    try {
      Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
      SearchQuery query = SearchQuery.parse(parameters.getOrDefault("q", ""));
      PlaceKey before =
          parameters.containsKey("before")
              ? PlaceKey.parse(parameters.get("before"))
              : PlaceKey.END;
      HttpAnswer.json(exchange, 200, find(table, query, before, limit(parameters)));
    } catch (IllegalArgumentException e) {
      HttpAnswer.error(exchange, 400, e.getMessage());
    } catch (SQLException e) {
      log.debug("A search failed", e);
      HttpAnswer.error(exchange, 503, words(e));
    }
  }

  private static String words(SQLException failure) {
    if (SqlWords.isTooSlow(failure)) {
      return "The database took longer than five seconds, so the search was given up.";
    }
    return SqlWords.isUndefined(failure)
        ? "The tables are not made yet."
        : "The database cannot be asked: " + SqlWords.of(failure);
  }

  private Map<String, Object> find(String table, SearchQuery query, PlaceKey before, int limit)
      throws SQLException {
    // One more than is shown tells whether there is a next page.
    SearchSql sql =
        table.equals(TableReader.TRANSFERS)
            ? SearchSql.transfers(query, isLumen(query), before, limit + 1)
            : contractEvents(query, before, limit + 1);
    List<Map<String, Object>> rows = database.search(sql);
    boolean hasMore = rows.size() > limit;
    List<Map<String, Object>> shown = hasMore ? rows.subList(0, limit) : rows;
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("kind", query.kind().text());
    found.put("rows", shown);
    found.put("next", hasMore ? place(shown.get(limit - 1)) : null);
    return found;
  }

  private static SearchSql contractEvents(SearchQuery query, PlaceKey before, int limit) {
    if (query.kind() != Kind.CONTRACT && query.kind() != Kind.TRANSACTION) {
      throw new IllegalArgumentException(
          "Contract events are found by contract (C…) or by transaction alone.");
    }
    return SearchSql.contractEvents(query, before, limit);
  }

  private static String place(Map<String, Object> row) {
    return new PlaceKey(
            ((Number) row.get("ledger_sequence")).longValue(),
            ((Number) row.get("ordinal")).intValue())
        .toString();
  }

  /** The lumen's contract is the same as long as the network is. */
  private boolean isLumen(SearchQuery query) throws SQLException {
    if (query.kind() != Kind.CONTRACT) {
      return false;
    }
    if (lumenContract.isEmpty()) {
      lumenContract =
          database.rows(LUMEN_CONTRACT).stream()
              .map(row -> (String) row.get("contract_address"))
              .findFirst();
    }
    return lumenContract.equals(Optional.of(query.value()));
  }

  private static int limit(Map<String, String> parameters) {
    String text = parameters.getOrDefault("limit", Integer.toString(USUAL_LIMIT));
    if (text.matches("\\d{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= GREATEST_LIMIT) {
        return limit;
      }
    }
    throw new IllegalArgumentException("limit is a number from 1 to " + GREATEST_LIMIT);
  }

  /** The parameters of a query; of several with one name, the last. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query == null) {
      return parameters;
    }
    if (query.length() > LONGEST_QUERY) {
      throw new IllegalArgumentException("The query is too long.");
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
