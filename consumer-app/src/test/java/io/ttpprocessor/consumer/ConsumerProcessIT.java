package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.FakeControlPlane;
import io.ttpprocessor.testkit.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the jar does what its command line says, and ends as it should. Method: real processes. */
@Timeout(120)
class ConsumerProcessIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "consumer-app", "target", "consumer-app.jar");
  private static final String PASSWORD = "canary-secret";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private TestDatabase database;
  @TempDir private Path folder;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  private ChildProcess start(Map<String, String> more, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "0");
    environment.put("HEALTH_PORT", "0");
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("POSTGRES_PASSWORD", PASSWORD);
    environment.putAll(more);
    return ChildProcess.startJar(
        JAR, List.of(arguments), environment, folder.resolve("output.log"));
  }

  private static Map<String, String> upstream(FakeEventService upstream) {
    return Map.of("TTP_SERVICE_ADDRESS", "localhost:" + upstream.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "print --version"})
  void tellsItsVersion(String arguments) {
    try (ChildProcess consumer = start(Map.of(), arguments.split(" "))) {
      assertThat(consumer.await(LIMIT)).isZero();
      assertThat(consumer.output().strip()).matches("consumer-app \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
  }

  @Test
  void storesABoundedRangeSaysSoAndEnds() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 500))) {
      try (ChildProcess consumer = start(upstream(upstream), "1", "500")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        // 125 times 0 + 1 + 2 + 3 events.
        assertThat(consumer.output())
            .contains("500 ledgers and 750 events stored in ")
            .contains("the last is ledger 500");
      }
      try (ChildProcess consumer = start(upstream(upstream), "1", "500")) {
        assertThat(consumer.await(LIMIT)).isZero();
        assertThat(consumer.output()).contains("nothing to do: ledgers 1 to 500 are stored");
      }
      try (ChildProcess consumer = start(upstream(upstream), "502", "600")) {
        assertThat(consumer.await(LIMIT)).isEqualTo(1);
        assertThat(consumer.output()).contains("starting at ledger 502 would leave a hole");
      }
    }
    assertThat(database.rows("SELECT count(*) FROM token_transfers")).containsExactly("750");
  }

  /** One of two tables each, and five of the page's. */
  @Test
  void thePagesConnectionsAreNoReasonNotToStart() throws Exception {
    try (EmbeddedDatabase small = EmbeddedDatabase.start(Map.of("max_connections", "9"));
        FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 10))) {
      database = TestDatabase.in(small);
      Map<String, String> environment = new HashMap<>(upstream(upstream));
      environment.put("PIPELINES", "token_transfers,contract_events");
      try (ChildProcess consumer = start(environment, "1", "10")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        assertThat(consumer.output())
            .contains(
                "The page may be slow or without an answer: up to 7 database connections are"
                    + " needed at a time, but the server takes 6"
                    + " (max_connections 9 less superuser_reserved_connections 3):"
                    + " PAGE_ENABLED=false needs less, or raise max_connections");
      }
    }
  }

  @Test
  void moreTablesThanTheServerTakesConnectionsEndItAtTheStart() throws Exception {
    try (EmbeddedDatabase small = EmbeddedDatabase.start(Map.of("max_connections", "4"));
        FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 10))) {
      database = TestDatabase.in(small);
      Map<String, String> environment = new HashMap<>(upstream(upstream));
      environment.put("PIPELINES", "token_transfers,contract_events");
      try (ChildProcess consumer = start(environment, "1", "10")) {
        assertThat(consumer.await(LIMIT)).isEqualTo(1);
        assertThat(consumer.output())
            .contains(
                "up to 2 database connections are needed at a time, but the server takes 1"
                    + " (max_connections 4 less superuser_reserved_connections 3): name fewer"
                    + " PIPELINES, or raise max_connections");
      }
    }
  }

  @Test
  void isHealthyWhileLiveAndEndsOnSigtermWithinTenSeconds() throws Exception {
    int healthPort = ChildProcess.freePort();
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20))) {
      Map<String, String> environment = new HashMap<>(upstream(upstream));
      environment.put("HEALTH_PORT", Integer.toString(healthPort));
      try (ChildProcess consumer = start(environment, "1", "0")) {
        await()
            .atMost(LIMIT)
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> page(healthPort, "/health").contains("\"last_ledger\":20"));
        assertThat(page(healthPort, "/health")).contains("\"status\":\"healthy\"");
        assertThat(page(healthPort, "/")).contains("<title>ttp-processor</title>");
        assertThat(page(healthPort, "/metrics").lines())
            .contains(
                "ttp_consumer_last_ledger{pipeline=\"token_transfers\"} 20.0",
                "ttp_consumer_latest_ledger{pipeline=\"token_transfers\"} 20.0",
                "ttp_consumer_lag_ledgers{pipeline=\"token_transfers\"} 0.0",
                "ttp_consumer_ledgers_total{pipeline=\"token_transfers\"} 20.0",
                "ttp_consumer_database_retries_total{pipeline=\"token_transfers\"} 0.0")
            .anyMatch(
                line ->
                    line.matches(
                        "ttp_consumer_transaction_seconds_count\\{pipeline=\"token_transfers\"} "
                            + "[1-9]\\d*"));
        consumer.terminate();
        assertThat(consumer.await(Duration.ofSeconds(10))).as(consumer.output()).isZero();
      }
    }
    assertThat(database.cursor()).containsExactly("1|20|" + TestLedgers.hashHex(20));
  }

  @Test
  void flowctlIsToldWhatIsStored() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20))) {
      Map<String, String> environment = new HashMap<>(upstream(upstream));
      environment.putAll(plane.variables());
      int healthPort = ChildProcess.freePort();
      environment.put("HEALTH_PORT", Integer.toString(healthPort));
      try (ChildProcess consumer = start(environment, "1", "0")) {
        await().atMost(LIMIT).until(() -> lastLedger(plane) == 20);
        assertThat(plane.registrations())
            .containsExactly(
                ServiceInfo.newBuilder()
                    .setServiceType(ServiceType.SERVICE_TYPE_SINK)
                    .addInputEventTypes("event_service.TokenTransferEvent")
                    .setHealthEndpoint("http://localhost:" + healthPort + "/health")
                    .setMaxInflight(100)
                    .putMetadata("network", FakeControlPlane.NETWORK)
                    .putMetadata("sink_type", "postgres")
                    .putMetadata("database", database.name())
                    .setComponentId(FakeControlPlane.COMPONENT)
                    .build());
        // 20 ledgers with 0, 1, 2 and 3 events in turn.
        assertThat(plane.heartbeats().get(plane.heartbeats().size() - 1).getMetricsMap())
            .isEqualTo(
                Map.of(
                    "events_processed", 30.0,
                    "events_inserted", 30.0,
                    "events_failed", 0.0,
                    "ledgers_processed", 20.0,
                    "last_ledger", 20.0));
        consumer.terminate();
        assertThat(consumer.await(Duration.ofSeconds(10))).as(consumer.output()).isZero();
      }
    }
  }

  private static double lastLedger(FakeControlPlane plane) {
    return plane.heartbeats().stream()
        .mapToDouble(heartbeat -> heartbeat.getMetricsOrDefault("last_ledger", 0))
        .max()
        .orElse(0);
  }

  private static String page(int port, String path) throws IOException, InterruptedException {
    return answer(port, path).body();
  }

  private static HttpResponse<String> answer(int port, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /**
   * For load balancers, by HTTP and gRPC; that it lives is true all the time. It takes its minute,
   * so it runs on request, as the lake's long outage does: {@code -Dttp.outage.seconds=60}.
   */
  @Test
  @EnabledIfSystemProperty(named = "ttp.outage.seconds", matches = "\\d+")
  @Timeout(240)
  void isNotReadyOnceDatabaseAndProcessorHaveBeenAwayForAMinute() throws Exception {
    int healthPort = ChildProcess.freePort();
    int grpcPort = ChildProcess.freePort();
    ManagedChannel channel = GrpcChannels.to(new Endpoint("localhost", grpcPort));
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20));
        FaultProxy processor = FaultProxy.before("127.0.0.1", upstream.port());
        FaultProxy postgres = FaultProxy.before("127.0.0.1", server.port())) {
      Map<String, String> environment = new HashMap<>();
      environment.put("TTP_SERVICE_ADDRESS", "localhost:" + processor.port());
      environment.put("POSTGRES_PORT", Integer.toString(postgres.port()));
      environment.put("HEALTH_PORT", Integer.toString(healthPort));
      environment.put("PORT", Integer.toString(grpcPort));
      try (ChildProcess consumer = start(environment, "1", "0")) {
        await()
            .atMost(LIMIT)
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> page(healthPort, "/health").contains("\"last_ledger\":20"));
        assertReady(healthPort, channel, true);
        for (FaultProxy proxy : List.of(processor, postgres)) {
          proxy.refuse();
          proxy.cutAll();
        }
        await()
            .atMost(LIMIT.multipliedBy(2))
            .until(() -> answer(healthPort, "/health/ready").statusCode() == 503);
        assertReady(healthPort, channel, false);
        assertThat(answer(healthPort, "/health/live").statusCode()).isEqualTo(200);
        processor.heal();
        postgres.heal();
        upstream.restartWith(TestLedgers.range(21, 30));
        await()
            .atMost(LIMIT)
            .until(() -> page(healthPort, "/health").contains("\"last_ledger\":30"));
        assertReady(healthPort, channel, true);
        assertThat(consumer.isAlive()).isTrue();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static void assertReady(int healthPort, ManagedChannel channel, boolean ready) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(answer(healthPort, "/health/ready").statusCode())
                  .isEqualTo(ready ? 200 : 503);
              assertThat(
                      HealthGrpc.newBlockingStub(channel)
                          .check(HealthCheckRequest.getDefaultInstance())
                          .getStatus())
                  .isEqualTo(ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
            });
  }

  @Test
  void endsOnSigtermAlsoWhileNothingCanBeReached() throws Exception {
    int healthPort = ChildProcess.freePort();
    Map<String, String> environment =
        Map.of(
            "POSTGRES_PORT",
            Integer.toString(ChildProcess.freePort()),
            "HEALTH_PORT",
            Integer.toString(healthPort),
            "PAGE_ENABLED",
            "false");
    try (ChildProcess consumer = start(environment, "1", "0")) {
      await().atMost(LIMIT).until(() -> consumer.output().contains("The database failed"));
      assertThat(page(healthPort, "/")).contains("not found; the paths are /health, ");
      consumer.terminate();
      assertThat(consumer.await(Duration.ofSeconds(10))).as(consumer.output()).isZero();
    }
  }

  @Test
  void endsAtOnceWhereItMayNotSignInAndKeepsThePasswordToItself() {
    try (ChildProcess consumer = start(Map.of("POSTGRES_USER", "nobody"), "1", "0")) {
      assertThat(consumer.await(LIMIT)).isEqualTo(1);
      assertThat(consumer.output()).contains("nobody").doesNotContain(PASSWORD);
    }
  }

  @Test
  void refusesWrongUseAndWrongSettingsWithCode2() {
    assertEndsWith2(start(Map.of()), "<start> <end>");
    assertEndsWith2(start(Map.of(), "1"), "<start> <end>");
    assertEndsWith2(start(Map.of(), "1", "x"), "<end>: \"x\" is not a ledger sequence");
    assertEndsWith2(start(Map.of(), "5", "4"), "The end, 4, comes before the start, 5");
    assertEndsWith2(start(Map.of(), "1", "4294967296"), "(0, or 1 to 4294967295)");
    assertEndsWith2(start(Map.of(), "print", "1"), "<end>");
    assertEndsWith2(
        start(Map.of("BATCH_LEDGERS", "x", "POSTGRES_SSLMODE", "y"), "1", "2"), "BATCH_LEDGERS");
  }

  private static void assertEndsWith2(ChildProcess consumer, String message) {
    try (consumer) {
      assertThat(consumer.await(LIMIT)).as(consumer.output()).isEqualTo(2);
      assertThat(consumer.output()).contains(message).doesNotContain(PASSWORD);
    }
  }

  @Test
  void printsEventsForPeopleAndForPrograms() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 10))) {
      try (ChildProcess consumer = start(upstream(upstream), "print", "6", "7")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        assertThat(consumer.output())
            .contains("ledger 6, closed 2024-01-01T00:00:30Z, 2 events")
            .contains("0.0000061 USDC:GDBO..AA")
            .contains("ledger 7, closed 2024-01-01T00:00:35Z, 3 events");
      }
      try (ChildProcess consumer = start(upstream(upstream), "print", "--json", "6", "6")) {
        assertThat(consumer.await(LIMIT)).as(consumer.output()).isZero();
        assertThat(consumer.output()).contains("{\"sequence\":6,").contains("\"amount\":\"61\"");
      }
    }
  }
}
