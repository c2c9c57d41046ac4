package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.datalake.store.S3Server;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.datalake.store.WebServer;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.FakeControlPlane;
import io.ttpprocessor.testkit.LargeLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a process of its own: served, watched, stopped, and refused. */
@Timeout(120)
class LakeMainIT {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Path JAR =
      Path.of(
          System.getProperty("ttp.root"),
          "stellar-live-source-datalake/target/stellar-live-source-datalake.jar");

  private final int port = ChildProcess.freePort();
  private final int healthPort = ChildProcess.freePort();
  @TempDir Path folder;

  @Test
  void ledgersAreServedLiveAndSigtermEndsTheStreamAndTheProcessInOrder() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 21);
    new TestLake(folder, LakeLayout.DEFAULT, ObjectCodec.ZST).write(2, ledgers);
    ManagedChannel channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
    try (ChildProcess process = start(Map.of())) {
      Iterator<RawLedger> stream =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .streamRawLedgers(StreamLedgersRequest.newBuilder().setStartLedger(2).build());
      for (byte[] expected : ledgers) {
        RawLedger ledger = stream.next();
        assertThat(ledger.getLedgerCloseMetaXdr().toByteArray()).isEqualTo(expected);
        assertThat(ledger.getLatestLedger()).isEqualTo(21);
      }
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
      JsonNode health = health(process);
      assertThat(health.path("status").asText()).isEqualTo("healthy");
      assertThat(health.path("service").asText()).isEqualTo("stellar-live-source-datalake");
      assertThat(health.path("metrics").path("latest_ledger").asLong()).isEqualTo(21);
      assertThat(health.path("metrics").path("streams_open").asInt()).isEqualTo(1);
      assertThat(health.path("metrics").path("lag_ledgers").asLong()).isZero();
      assertThat(health.path("metrics").path("objects_fetched").asLong()).isEqualTo(20);
      assertThat(get("/metrics").body().lines())
          .contains(
              "ttp_source_latest_ledger 21.0",
              "ttp_source_ledgers_sent_total 20.0",
              "ttp_source_streams_open 1.0",
              "ttp_lake_objects_fetched_total 20.0",
              "ttp_source_retries_total{kind=\"TRANSIENT\"} 0.0");
      assertThat(health.path("metrics").path("circuit_breaker_state").asText()).isEqualTo("closed");

      process.terminate();
      StatusRuntimeException end =
          catchThrowableOfType(StatusRuntimeException.class, stream::hasNext);
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      // The connection ends with the last stream: now and then before the stream's own words.
      assertThat(end.getStatus().getDescription())
          .containsAnyOf("the server is shutting down", "Connection closed after GOAWAY");
      assertThat(process.await(Duration.ofSeconds(10))).isZero();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aLedgerOfFortyMebibytesComesThroughWhole() {
    byte[] large = LargeLedger.of(100, 40 << 20);
    new TestLake(folder, LakeLayout.DEFAULT, ObjectCodec.ZST).write(100, List.of(large));
    ManagedChannel channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
    try (ChildProcess process = start(Map.of())) {
      byte[] read =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .streamRawLedgers(StreamLedgersRequest.newBuilder().setStartLedger(100).build())
              .next()
              .getLedgerCloseMetaXdr()
              .toByteArray();
      assertThat(read.length).isEqualTo(large.length).isGreaterThan(40 << 20);
      assertThat(Arrays.equals(read, large)).isTrue();
      assertThat(process.isAlive()).isTrue();
    } finally {
      channel.shutdownNow();
    }
  }

  /** The process has 256 MiB. */
  @Test
  void aLedgerThatTheHeapCannotHoldEndsTheProcessInWords() {
    byte[] large = LargeLedger.of(100, 130 << 20);
    new TestLake(folder, LakeLayout.DEFAULT, ObjectCodec.ZST).write(100, List.of(large));
    ManagedChannel channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
    try (ChildProcess process = start(Map.of())) {
      Iterator<RawLedger> stream =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .streamRawLedgers(StreamLedgersRequest.newBuilder().setStartLedger(100).build());
      assertThat(catchThrowableOfType(StatusRuntimeException.class, stream::next)).isNotNull();
      assertThat(process.await(Duration.ofSeconds(10))).isEqualTo(1);
      assertThat(process.output())
          .contains("Out of memory: the process ends, with at most 2")
          .contains(" MiB of heap; give it more with JAVA_TOOL_OPTIONS=-Xmx");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void flowctlIsToldOfTheSourceAndAgainAfterItForgot() throws Exception {
    new TestLake(folder, LakeLayout.DEFAULT, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 21));
    try (FakeControlPlane plane = FakeControlPlane.start();
        ChildProcess process = start(plane.variables())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !plane.heartbeats().isEmpty());
      plane.forget(Status.Code.NOT_FOUND);
      await().atMost(Duration.ofSeconds(30)).until(() -> plane.registrations().size() == 2);
      ServiceInfo service =
          ServiceInfo.newBuilder()
              .setServiceType(ServiceType.SERVICE_TYPE_SOURCE)
              .addOutputEventTypes("raw_ledger_service.RawLedgerChunk")
              .setHealthEndpoint("http://localhost:" + healthPort + "/health")
              .setMaxInflight(100)
              .putMetadata("network", FakeControlPlane.NETWORK)
              .putMetadata("ledger_type", "stellar")
              .putMetadata("component_id", FakeControlPlane.COMPONENT)
              .setComponentId(FakeControlPlane.COMPONENT)
              .build();
      assertThat(plane.registrations())
          .containsExactly(
              service,
              service.toBuilder().setServiceId(plane.heartbeats().get(0).getServiceId()).build());
      assertThat(plane.heartbeats().get(0).getMetricsMap())
          .containsOnlyKeys(
              "success_count",
              "error_count",
              "total_processed",
              "total_bytes_processed",
              "last_successful_sequence");
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void unusableSettingsAreAllShownAndTheExitCodeIsTwo() {
    try (ChildProcess process =
        start(Map.of("STORAGE_TYPE", "FTP", "NUM_WORKERS", "none", "LAKE_POLL_INTERVAL", "soon"))) {
      assertThat(process.await(Duration.ofSeconds(60))).isEqualTo(2);
      assertThat(process.output())
          .contains("STORAGE_TYPE is \"FTP\", not one of FS, S3, GCS, HTTP")
          .contains("NUM_WORKERS is \"none\", not a whole number from 1 to 256")
          .contains("LAKE_POLL_INTERVAL is \"soon\", not a duration")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aLakeThatDoesNotFitItsLayoutIsRefusedWithOne() {
    new TestLake(folder, new LakeLayout(64, 10), ObjectCodec.ZST)
        .write(64, ChainedLedgers.of(64, 127));
    try (ChildProcess process = start(Map.of())) {
      assertThat(process.await(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(process.output())
          .contains("cannot start: FFFFFFFF--0-639/ does not fit the lake's layout of 1 ledgers")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void tellsItsVersion() {
    try (ChildProcess process =
        ChildProcess.startJar(JAR, List.of("--version"), Map.of(), folder.resolve("output.log"))) {
      assertThat(process.await(Duration.ofSeconds(60))).isZero();
      assertThat(process.output().strip())
          .matches("stellar-live-source-datalake \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
  }

  @Test
  void ledgersOfABucketInS3AreServedFromTheJar() throws Exception {
    try (S3Server server = S3Server.anonymous(folder)) {
      bucketIsServed(
          Map.of(
              "STORAGE_TYPE",
              "S3",
              "BUCKET_NAME",
              "s3://" + StoreServer.BUCKET + "/" + StoreServer.PREFIX,
              "S3_ENDPOINT_URL",
              server.endpoint().toString(),
              "S3_ANONYMOUS",
              "true"));
    }
  }

  /** What is left out of the jar of Google's client must not be missed. */
  @Test
  void ledgersOfABucketInGcsAreServedFromTheJar() throws Exception {
    try (WebServer server = WebServer.gcs(folder)) {
      bucketIsServed(
          Map.of(
              "STORAGE_TYPE",
              "GCS",
              "BUCKET_NAME",
              "gs://" + StoreServer.BUCKET + "/" + StoreServer.PREFIX,
              "STORAGE_EMULATOR_HOST",
              server.endpoint().toString()));
    }
  }

  private void bucketIsServed(Map<String, String> settings) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 21);
    Path root = Files.createDirectories(StoreKind.rootIn(folder));
    new TestLake(root, LakeLayout.DEFAULT, ObjectCodec.ZST).write(2, ledgers);
    ManagedChannel channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
    try (ChildProcess process = start(settings)) {
      Iterator<RawLedger> stream =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .streamRawLedgers(
                  StreamLedgersRequest.newBuilder().setStartLedger(2).setEndLedger(21).build());
      for (byte[] expected : ledgers) {
        assertThat(stream.next().getLedgerCloseMetaXdr().toByteArray()).isEqualTo(expected);
      }
      assertThat(stream.hasNext()).isFalse();
      assertThat(health(process).path("metrics").path("bytes_fetched").asLong()).isPositive();
    } finally {
      channel.shutdownNow();
    }
  }

  private ChildProcess start(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BUCKET_NAME", folder.toString());
    environment.put("BIND_ADDRESS", LOOPBACK);
    environment.put("PORT", ":" + port);
    environment.put("HEALTH_PORT", Integer.toString(healthPort));
    environment.putAll(more);
    return ChildProcess.startJar(JAR, List.of(), environment, folder.resolve("output.log"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + healthPort + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The gRPC port opens before the health page does: waits for the line that follows both. */
  private JsonNode health(ChildProcess process) throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> process.output().contains("Serving the lake"));
    HttpResponse<String> response = get("/health");
    assertThat(response.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }
}
