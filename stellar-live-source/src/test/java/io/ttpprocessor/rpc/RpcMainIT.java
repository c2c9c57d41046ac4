package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.FakeControlPlane;
import io.ttpprocessor.testkit.FaultProxy;
import io.ttpprocessor.testkit.LargeLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a process of its own: served, watched, stopped, and refused. */
@Timeout(120)
class RpcMainIT {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String CANARY = "canary-4711";
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "stellar-live-source/target/stellar-live-source.jar");
  private static final List<byte[]> LEDGERS = ChainedLedgers.of(100, 139);

  private final int port = ChildProcess.freePort();
  private final int healthPort = ChildProcess.freePort();
  private final ManagedChannel channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
  @TempDir Path folder;

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void ledgersAreServedLiveWithHealthAndSigtermEndsAllInOrder() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 120).start();
        ChildProcess process =
            start(server.url(), Map.of("CHECKPOINT_PATH", "x", "BUFFER_SIZE", "5"))) {
      Iterator<RawLedger> stream = stream(110);
      for (int i = 10; i <= 20; i++) {
        assertThat(stream.next().getLedgerCloseMetaXdr().toByteArray()).isEqualTo(LEDGERS.get(i));
      }
      server.window(105, 121);
      RawLedger live = stream.next();
      assertThat(live.getLedgerCloseMetaXdr().toByteArray()).isEqualTo(LEDGERS.get(21));
      assertThat(live.getNetworkId())
          .isEqualTo(ByteString.copyFrom(Network.of(TestSource.PASSPHRASE).id()));
      // gRPC health follows the health page within a second.
      await().until(() -> servingStatus() == ServingStatus.SERVING);
      assertHealth(health(200));
      assertThat(get("/metrics").body().lines())
          .contains(
              "ttp_source_latest_ledger 121.0",
              "ttp_source_ledgers_sent_total 12.0",
              "ttp_source_lag_ledgers 0.0",
              "ttp_source_retries_total{kind=\"TRANSIENT\"} 0.0",
              "ttp_rpc_oldest_ledger 105.0");

      StatusRuntimeException tooOld =
          catchThrowableOfType(StatusRuntimeException.class, stream(104)::next);
      assertThat(tooOld.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
      assertThat(tooOld.getStatus().getDescription())
          .contains("the oldest ledger there is 105, the latest 121");
      assertThat(stream(0).next().getSequence()).as("0 starts at the latest").isEqualTo(121);

      process.terminate();
      StatusRuntimeException end =
          catchThrowableOfType(StatusRuntimeException.class, stream::hasNext);
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(process.await(Duration.ofSeconds(10))).isZero();
      assertThat(server.authorizations()).containsOnly("Bearer " + CANARY);
      assertThat(process.output())
          .contains("ignored: [CHECKPOINT_PATH, BUFFER_SIZE]")
          .doesNotContain(CANARY);
    }
  }

  @Test
  void flowctlIsToldOfTheSourceAlsoWhileItsServerIsDown() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        FaultProxy proxy = FaultProxy.before(LOOPBACK, URI.create(server.url()).getPort())) {
      proxy.refuse();
      try (ChildProcess process =
          start("http://" + LOOPBACK + ":" + proxy.port(), plane.variables())) {
        await().atMost(Duration.ofSeconds(30)).until(() -> plane.heartbeats().size() > 1);
        proxy.heal();
        stream(100).next();
        await()
            .until(
                () -> {
                  Map<String, Double> figures =
                      plane.heartbeats().get(plane.heartbeats().size() - 1).getMetricsMap();
                  return figures.get("total_processed") > 0 && figures.get("success_count") > 0;
                });
        assertThat(plane.registrations())
            .containsExactly(
                ServiceInfo.newBuilder()
                    .setServiceType(ServiceType.SERVICE_TYPE_SOURCE)
                    .addOutputEventTypes("raw_ledger_service.RawLedgerChunk")
                    .setHealthEndpoint("http://localhost:" + healthPort + "/health")
                    .setMaxInflight(100)
                    .putMetadata("network", FakeControlPlane.NETWORK)
                    .putMetadata("ledger_type", "stellar")
                    .setComponentId(FakeControlPlane.COMPONENT)
                    .build());
        assertThat(plane.heartbeats().get(0).getMetricsMap())
            .containsOnlyKeys(
                "success_count",
                "error_count",
                "total_processed",
                "total_bytes_processed",
                "last_successful_sequence");
        assertThat(get("/metrics").body().lines()).contains("ttp_flowctl_registered 1.0");
        assertThat(process.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aServerThatIsDownIsWaitedForAndHealthTellsOfIt() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        FaultProxy proxy = FaultProxy.before(LOOPBACK, URI.create(server.url()).getPort())) {
      proxy.refuse();
      try (ChildProcess process = start("http://" + LOOPBACK + ":" + proxy.port(), Map.of())) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> process.output().contains("trying again in"));
        JsonNode health = health(503);
        assertThat(health.path("status").asText()).isEqualTo("unhealthy");
        assertThat(health.path("metrics").path("reason").asText()).startsWith("getNetwork at ");
        await().until(() -> servingStatus() == ServingStatus.NOT_SERVING);
        proxy.heal();
        assertThat(stream(100).next().getLedgerCloseMetaXdr().toByteArray())
            .isEqualTo(LEDGERS.get(0));
        await().until(() -> servingStatus() == ServingStatus.SERVING);
        assertThat(health(200).path("metrics").path("retries").path("TRANSIENT").asLong())
            .isPositive();
        assertThat(process.output()).doesNotContain(CANARY);
      }
    }
  }

  @Test
  void aServerOfAnotherNetworkIsRefusedWithBothPassphrases() {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).passphrase("Other").start();
        ChildProcess process =
            start(server.url(), Map.of("NETWORK_PASSPHRASE", TestSource.PASSPHRASE))) {
      assertThat(process.await(Duration.ofSeconds(60))).isEqualTo(2);
      assertThat(process.output())
          .contains("the network is \"Other\", not \"" + TestSource.PASSPHRASE + "\"")
          .doesNotContain("\tat ")
          .doesNotContain(CANARY);
    }
  }

  @Test
  void unusableSettingsAreAllShownAndTheExitCodeIsTwo() {
    try (ChildProcess process = start("", Map.of("BATCH_SIZE", "0", "MAX_BACKOFF", "soon"))) {
      assertThat(process.await(Duration.ofSeconds(60))).isEqualTo(2);
      assertThat(process.output())
          .contains("RPC_ENDPOINT is required")
          .contains("BATCH_SIZE is \"0\"")
          .contains("MAX_BACKOFF is \"soon\", not a duration")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aLedgerOfFortyMebibytesComesThroughWhole() {
    byte[] large = LargeLedger.of(100, 40 << 20);
    try (FakeStellarRpc server = new FakeStellarRpc(100, List.of(large)).start();
        ChildProcess process = start(server.url(), Map.of())) {
      ByteString read = stream(100).next().getLedgerCloseMetaXdr();
      assertThat(read.size()).isEqualTo(large.length).isGreaterThan(40 << 20);
      assertThat(read.equals(ByteString.copyFrom(large))).isTrue();
      assertThat(process.isAlive()).isTrue();
    }
  }

  private static void assertHealth(JsonNode health) {
    assertThat(health.path("status").asText()).isEqualTo("healthy");
    assertThat(health.path("service").asText()).isEqualTo("stellar-live-source");
    JsonNode metrics = health.path("metrics");
    assertThat(metrics.fieldNames())
        .toIterable()
        .contains(
            "retry_count",
            "retries",
            "error_count",
            "success_count",
            "total_latency",
            "average_latency",
            "circuit_breaker_state",
            "uptime_percent",
            "total_bytes",
            "error_types",
            "lag_seconds");
    assertThat(metrics.path("total_processed").asLong()).isEqualTo(12);
    assertThat(metrics.path("last_sequence").asLong()).isEqualTo(121);
    assertThat(metrics.path("latest_ledger").asLong()).isEqualTo(121);
    assertThat(metrics.path("oldest_ledger").asLong()).isEqualTo(105);
    assertThat(metrics.path("lag_ledgers").asLong()).isZero();
    assertThat(metrics.path("protocol").asLong()).isEqualTo(23);
    assertThat(metrics.path("circuit_breaker_state").asText()).isEqualTo("closed");
    assertThat(metrics.path("network").asText()).isEqualTo(TestSource.PASSPHRASE);
  }

  private Iterator<RawLedger> stream(int first) {
    return RawLedgerServiceGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .streamRawLedgers(StreamLedgersRequest.newBuilder().setStartLedger(first).build());
  }

  private ServingStatus servingStatus() {
    return HealthGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  private ChildProcess start(String url, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("RPC_ENDPOINT", url);
    environment.put("RPC_AUTH_HEADER", "Bearer " + CANARY);
    environment.put("BIND_ADDRESS", LOOPBACK);
    environment.put("PORT", ":" + port);
    environment.put("HEALTH_PORT", Integer.toString(healthPort));
    environment.putIfAbsent("INITIAL_BACKOFF", "50ms");
    environment.putIfAbsent("MAX_BACKOFF", "200ms");
    environment.putIfAbsent("CIRCUIT_BREAKER_TIMEOUT", "500ms");
    environment.putIfAbsent("POLL_INTERVAL", "50ms");
    return ChildProcess.startJar(JAR, List.of(), environment, folder.resolve("output.log"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + healthPort + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode health(int status) throws Exception {
    HttpResponse<String> response = get("/health");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new ObjectMapper().readTree(response.body());
  }
}
