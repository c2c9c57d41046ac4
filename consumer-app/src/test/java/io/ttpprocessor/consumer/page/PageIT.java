package io.ttpprocessor.consumer.page;

import static io.ttpprocessor.consumer.page.PageUnderTest.ALICE;
import static io.ttpprocessor.consumer.page.PageUnderTest.CUSTOMER;
import static io.ttpprocessor.consumer.page.PageUnderTest.HASH;
import static io.ttpprocessor.consumer.page.PageUnderTest.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: what the page's server side answers, and to what. Method: a real PostgreSQL with hand-made
 * rows behind a proxy, and requests over sockets; no processor is there.
 */
@Timeout(120)
class PageIT {
  private static PageUnderTest page;

  @BeforeAll
  static void start() throws Exception {
    page = new PageUnderTest();
  }

  @AfterAll
  static void stop() {
    page.close();
  }

  @AfterEach
  void heal() {
    page.proxy.heal();
    page.tell(Map.of());
  }

  private static final String EVENTS = "/events";

  @Test
  void thePageAndItsFilesAreServedFromTheJarAlone() throws Exception {
    HttpResponse<String> index = page.get("/");
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(index.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(index.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(index.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self';")
        .doesNotContain("unsafe");
    assertThat(index.body()).doesNotContain("style=", "<style", "onclick", "https://", "@");
    List<String> paths =
        Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
            .matcher(index.body())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(paths).hasSize(5).anyMatch(path -> path.matches("/assets/uplot-[\\d.]+/.*"));
    int bytes = index.body().length();
    for (String path : paths) {
      HttpResponse<String> asset = page.get(path);
      assertThat(asset.statusCode()).as(path).isEqualTo(200);
      assertThat(asset.headers().firstValue("Cache-Control"))
          .hasValue("public, max-age=31536000, immutable");
      assertThat(asset.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      bytes += asset.body().getBytes(StandardCharsets.UTF_8).length;
    }
    assertThat(bytes).as("all of it").isLessThan(100_000);
    assertThat(page.get("/assets/other/page.js").statusCode()).isEqualTo(404);
    assertThat(page.get("/../etc/passwd").statusCode()).isEqualTo(404);
  }

  @Test
  void anAccountsEventsAreGoneThroughPageByPageEachOnce() throws Exception {
    List<String> places = new ArrayList<>();
    String before = "";
    int pages = 0;
    for (boolean hasMore = true; hasMore; pages++) {
      JsonNode found = page.search("transfers", ALICE, "&limit=33" + before);
      assertThat(found.get("kind").asText()).isEqualTo("account");
      found
          .get("rows")
          .forEach(row -> places.add(row.get("ledger_sequence") + "-" + row.get("ordinal")));
      hasMore = !found.get("next").isNull();
      before = "&before=" + found.get("next").asText();
    }
    assertThat(pages).isEqualTo(7);
    List<String> expected = new ArrayList<>();
    for (int ledger = 399; ledger >= 300; ledger--) {
      expected.addAll(List.of(ledger + "-1", ledger + "-0"));
    }
    expected.addAll(List.of("100-1", "100-0"));
    assertThat(places).isEqualTo(expected);
  }

  @Test
  void amountsAreTextsAndWhatIsNotThereIsNull() throws Exception {
    JsonNode row = page.search("transfers", TOKEN, "").get("rows").get(1);
    assertThat(row.toString())
        .isEqualTo(
            String.format(
                "{\"ledger_sequence\":100,\"ordinal\":0,\"closed_at\":\"2026-01-01T00:00:00Z\","
                    + "\"tx_hash\":\"%s\",\"event_type\":\"transfer\",\"contract_address\":\"%s\","
                    + "\"asset\":null,\"from_address\":\"%s\",\"to_address\":\"%s\","
                    + "\"amount\":\"170141183460469231731687303715884105727\","
                    + "\"to_muxed_type\":null,\"to_muxed_value\":null}",
                HASH, TOKEN, ALICE, ALICE));
  }

  @ParameterizedTest
  @CsvSource({
    CUSTOMER + ", muxed_account, 1",
    TOKEN + ", contract, 2",
    "USD:" + ALICE + ", asset, 1",
    "EUR:" + ALICE + ", asset, 0",
    "native, native, 50",
    "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB, transaction, 2"
  })
  void eachKindIsFound(String query, String kind, int count) throws Exception {
    JsonNode found = page.search("transfers", query, "");
    assertThat(found.get("kind").asText()).isEqualTo(kind);
    assertThat(found.get("rows")).hasSize(count);
    assertThat(found.get("next").isNull()).isEqualTo(count < 50);
  }

  @Test
  void contractEventsAreFoundByContractAndTransaction() throws Exception {
    for (String query : List.of(TOKEN, HASH)) {
      JsonNode found = page.search("contract-events", query, "").get("rows");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("topics").asText()).isEqualTo("[\"mint\"]");
    }
    assertThat(page.search("contract-events", ALICE, "").get("error").asText())
        .contains("by contract (C…) or by transaction");
  }

  @ParameterizedTest
  @CsvSource({
    "q=hello, hello is none of",
    "q=, Type an account",
    "x=1, Type an account",
    "q=native&limit=101, limit is a number from 1 to 100",
    "q=native&limit=-1, limit is a number",
    "q=native&before=x, before is no place",
    "q=%27%3B+DROP+TABLE+token_transfers%3B--, is none of"
  })
  void whatCannotBeUnderstoodIsRefusedInWords(String query, String words) throws Exception {
    HttpResponse<String> response = page.get("/api/transfers?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(PageUnderTest.read(response.body()).get("error").asText()).contains(words);
  }

  @Test
  void othersPagesMayAskNothing() throws Exception {
    assertThat(page.get("/api/transfers?q=native", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(page.get(EVENTS, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
  }

  @Test
  void theDatabaseIsReadOnlyToThePage() throws Exception {
    try (PageDatabase database = new PageDatabase(page.openDirectly())) {
      assertThat(database.rows("SHOW transaction_read_only").toString()).contains("on");
      assertThat(database.rows("SHOW statement_timeout").toString()).contains("5s");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsToldAndComesBack() throws Exception {
    page.proxy.refuse();
    page.proxy.cutAll();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              HttpResponse<String> response = page.get("/api/transfers?q=native");
              assertThat(response.statusCode()).isEqualTo(503);
              assertThat(response.body()).contains("The database cannot be asked");
            });
    page.proxy.heal();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page.get("/api/transfers?q=native").statusCode() == 200);
  }

  private static JsonNode stage(JsonNode state, int index) {
    return state.get("stages").get(index);
  }

  @Test
  void theStateTellsWhatIsKnownAndNothingElse() throws Exception {
    page.tell(
        Map.of(
            "last_ledger", 399,
            "latest_ledger", 400,
            "received_ledger", 400,
            "lag_ledgers", 1,
            "lag_seconds", 6,
            "reason", "a reason of the test's",
            "stream_problem", "the stream is away"));
    JsonNode state =
        page.event(
            "state",
            found ->
                found.toString().contains("Does not answer")
                    && found.toString().contains("Answers in"));
    assertThat(state.get("status").asText()).isEqualTo("degraded");
    assertThat(stage(state, 0).get("level").asText()).isEqualTo("unknown");
    assertThat(stage(state, 0).get("ledger").isNull()).isTrue();
    assertThat(stage(state, 1).get("level").asText()).isEqualTo("unhealthy");
    assertThat(stage(state, 1).get("ledger").asLong()).isEqualTo(400);
    assertThat(stage(state, 1).get("lag_ledgers").isNull()).isTrue();
    assertThat(stage(state, 2).get("words").asText()).isEqualTo("a reason of the test's");
    assertThat(stage(state, 2).get("lag_seconds").asLong()).isEqualTo(6);
    assertThat(stage(state, 4).get("table").asText()).isEqualTo("token_transfers");
    assertThat(stage(state, 4).get("ledger").asLong()).isEqualTo(399);
    assertThat(stage(state, 4).get("lag_ledgers").asLong()).isEqualTo(1);
    JsonNode problem = state.get("problems").get(0);
    assertThat(problem.get("what").asText()).isEqualTo("Event stream: the stream is away");
    assertThat(problem.get("advice").asText()).contains("8089");
    // Since when stays, however often it is told.
    String since = problem.get("since").asText();
    JsonNode later = page.event("state", found -> !found.get("time").equals(state.get("time")));
    assertThat(later.get("problems").get(0).get("since").asText()).isEqualTo(since);
  }

  @Test
  void whoLooksIsShownTheNewestRowsAndTheTopAssets() throws Exception {
    JsonNode newest = page.event("token_transfers", found -> true).get("rows");
    assertThat(newest).hasSize(20);
    assertThat(newest.get(0).get("ledger_sequence").asLong()).isEqualTo(399);
    assertThat(newest.get(0).get("ordinal").asLong()).isEqualTo(1);
    assertThat(page.event("contract_events", found -> true).get("rows")).hasSize(1);
    JsonNode assets = page.event("assets", found -> true);
    assertThat(assets.get("ledger").asLong()).isEqualTo(399);
    // All within an hour: 200 lumen payments of 7, one of the token, one of its asset.
    assertThat(assets.get("tokens")).hasSize(3);
    assertThat(assets.get("tokens").get(0).toString())
        .isEqualTo(
            "{\"asset\":\"native\",\"contract_address\":\"CX\",\"events\":200,"
                + "\"amount\":\"1400\",\"by_events\":1,\"by_amount\":1}");
  }
}
