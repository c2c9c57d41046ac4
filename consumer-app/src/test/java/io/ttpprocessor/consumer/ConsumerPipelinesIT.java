package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestDigests;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: pipelines run beside each other and end together. Method: real processes. */
@Timeout(120)
class ConsumerPipelinesIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "consumer-app", "target", "consumer-app.jar");
  private static final String PASSWORD = "canary-secret";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String BOTH = "token_transfers,contract_events";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private TestDatabase database;
  private int processes;
  @TempDir private Path folder;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  private ChildProcess start(
      FakeEventService upstream, Map<String, String> more, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "0");
    environment.put("HEALTH_PORT", "0");
    environment.put("TTP_SERVICE_ADDRESS", "localhost:" + upstream.port());
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("POSTGRES_PASSWORD", PASSWORD);
    environment.put("PIPELINES", BOTH);
    environment.putAll(more);
    return ChildProcess.startJar(
        JAR, List.of(arguments), environment, folder.resolve("output-" + processes++ + ".log"));
  }

  private static StreamLedgerEventsRequest request(FakeEventService upstream, Product product) {
    return upstream.requests().stream()
        .filter(request -> request.getProductsList().equals(List.of(product)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fillsBothTablesAndPassesTheFilterOn() throws Exception {
    Map<String, String> filter = Map.of("FILTER_EVENT_TYPES", "transfer", "INCLUDE_FAILED", "1");
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 500))) {
      try (ChildProcess consumer = start(upstream, filter, "1", "500")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        assertThat(consumer.output())
            .contains("token_transfers: 500 ledgers and 750 events stored in ")
            // 166 times 1 + 2, and 1 and 2 of ledgers 499 and 500.
            .contains("contract_events: 500 ledgers and 501 events stored in ");
      }
      StreamLedgerEventsRequest asked = request(upstream, Product.PRODUCT_CONTRACT_EVENTS);
      assertThat(asked.getContractEventFilter().getEventTypesList()).containsExactly("transfer");
      assertThat(asked.getContractEventFilter().getIncludeFailed()).isTrue();
      assertThat(asked.getContractEventFilter().getIncludeDiagnostics()).isFalse();
      assertThat(request(upstream, Product.PRODUCT_TOKEN_TRANSFERS).hasContractEventFilter())
          .isFalse();
      try (ChildProcess consumer = start(upstream, filter, "1", "500")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        assertThat(consumer.output())
            .contains("token_transfers: nothing to do: ledgers 1 to 500 are stored")
            .contains("contract_events: nothing to do: ledgers 1 to 500 are stored");
      }
      try (ChildProcess consumer = start(upstream, Map.of(), "1", "600")) {
        assertThat(consumer.await(LIMIT)).isEqualTo(1);
        assertThat(consumer.output())
            .contains("The consumer stops: pipeline contract_events: ")
            .contains("stored with the filter [event_types transfer; include_failed]")
            .contains("the settings ask for no filter");
      }
    }
    for (TestTable table : TestTable.values()) {
      assertThat(table.stored(database)).isEqualTo(table.expected(1, 500));
    }
    assertThat(database.rows("SELECT table_name, pipeline, filter FROM pipeline_cursor ORDER BY 1"))
        .containsExactly(
            "contract_events|contract_events|event_types transfer; include_failed",
            "token_transfers|token_transfers|");
  }

  @Test
  void onePipelineThatFailsForGoodEndsTheProcessAndIsNamed() throws Exception {
    List<LedgerEvents> ledgers = new ArrayList<>(TestLedgers.range(1, 40));
    LedgerEvents.Builder beyond = ledgers.get(31).toBuilder();
    beyond.getContractEventsBuilder(1).getEventBuilder().getMetaBuilder().setTxIndex(40_000);
    ledgers.set(31, TestDigests.added(beyond).build());
    try (FakeEventService upstream = new FakeEventService(ledgers)) {
      try (ChildProcess consumer = start(upstream, Map.of(), "1", "20")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
      }
      database.execute("ALTER TABLE contract_events ALTER COLUMN tx_index TYPE smallint");
      try (ChildProcess consumer = start(upstream, Map.of("BATCH_LEDGERS", "1"), "0", "0")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isEqualTo(1);
        assertThat(consumer.output())
            .contains(
                "The consumer stops: pipeline contract_events: cannot store ledger 32, event 3,"
                    + " column tx_index: ")
            .contains("[SQLSTATE 22003]")
            .contains("(database " + database.name() + " at localhost:" + database.port() + ")")
            .doesNotContain(PASSWORD);
      }
    }
    TestTable.CONTRACT_EVENTS.assertHolds(database, 1, 31, "before the row that is refused");
    long last =
        Long.parseLong(
            database
                .rows(
                    "SELECT ledger_sequence FROM pipeline_cursor"
                        + " WHERE table_name = 'token_transfers'")
                .get(0));
    TestTable.TOKEN_TRANSFERS.assertHolds(database, 1, last, "what was ended with it");
  }

  @Test
  void aTableThatIsMissingEndsTheProcessAtOnce() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 40))) {
      try (ChildProcess consumer = start(upstream, Map.of(), "1", "20")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
      }
      database.execute("DROP TABLE contract_events");
      try (ChildProcess consumer = start(upstream, Map.of(), "0", "0")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isEqualTo(1);
        assertThat(consumer.output())
            .contains("The consumer stops: pipeline contract_events: cannot read the cursor")
            .contains("[SQLSTATE 42P01]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoConsumersOneGoesOn(TestTable table) throws Exception {
    Map<String, String> pipeline = Map.of("PIPELINES", table.table.name());
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20));
        ChildProcess one = start(upstream, pipeline, "1", "0")) {
      awaitStored(20);
      try (ChildProcess other = start(upstream, pipeline, "0", "0")) {
        await().atMost(LIMIT).until(() -> upstream.requests().size() >= 2);
        upstream.restartWith(TestLedgers.range(21, 40));
        await().atMost(LIMIT).until(() -> !one.isAlive() || !other.isAlive());
        ChildProcess ended = one.isAlive() ? other : one;
        ChildProcess going = one.isAlive() ? one : other;
        assertThat(ended.await(LIMIT)).isEqualTo(1);
        assertThat(ended.output()).contains("cursor moved by another writer of pipeline ");
        awaitStored(40);
        assertThat(going.isAlive()).as(going.output()).isTrue();
        going.terminate();
        assertThat(going.await(Duration.ofSeconds(10))).isZero();
      }
    }
    table.assertHolds(database, 1, 40, "two consumers");
  }

  private void awaitStored(long ledger) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () ->
                database
                    .rows("SELECT ledger_sequence FROM pipeline_cursor")
                    .equals(List.of(Long.toString(ledger))));
  }

  @Test
  void showsTheHealthOfBoth() throws Exception {
    int healthPort = ChildProcess.freePort();
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20));
        ChildProcess consumer =
            start(upstream, Map.of("HEALTH_PORT", Integer.toString(healthPort)), "1", "0")) {
      await()
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> health(healthPort).contains("\"events_inserted\":51"));
      assertThat(health(healthPort))
          .contains("\"status\":\"healthy\"")
          // 5 times 0 + 1 + 2 + 3, and 6 times 1 + 2 and the 1 and 2 of ledgers 19 and 20.
          .contains("\"events_processed\":51")
          .contains("\"pipelines\":{\"token_transfers\":{\"events_processed\":30")
          .contains("\"contract_events\":{\"events_processed\":21");
      consumer.terminate();
      assertThat(consumer.await(Duration.ofSeconds(10))).as(consumer.output()).isZero();
    }
  }

  private static String health(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void namesAnUnknownDatabaseHostAndGoesOnTrying() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20));
        ChildProcess consumer =
            start(
                upstream,
                Map.of("POSTGRES_HOST", "no-such-host.invalid", "ALLOW_PLAINTEXT", "true"),
                "1",
                "0")) {
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  consumer
                      .output()
                      .contains(
                          "(database "
                              + database.name()
                              + " at no-such-host.invalid:"
                              + database.port()
                              + ")"));
      assertThat(consumer.output()).contains("Unknown host").doesNotContain(PASSWORD);
      assertThat(consumer.isAlive()).isTrue();
      consumer.terminate();
      assertThat(consumer.await(Duration.ofSeconds(10))).as(consumer.output()).isZero();
    }
  }
}
