package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.FakeControlPlane;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the jar does what its parts do. Method: it runs as a process, as a user starts it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProcessorJarIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "ttp-processor", "target", "ttp-processor.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSPHRASE = ChainedLedgers.NETWORK.passphrase();

  @TempDir private Path folder;

  @Test
  void servesWithoutASourceTellsSoAndEndsCleanlyOnSigterm() throws Exception {
    int port = ChildProcess.freePort();
    int healthPort = ChildProcess.freePort();
    Map<String, String> environment =
        Map.of(
            "NETWORK_PASSPHRASE",
            PASSPHRASE,
            "PORT",
            Integer.toString(port),
            "HEALTH_PORT",
            Integer.toString(healthPort),
            "LIVE_SOURCE_ENDPOINT",
            "127.0.0.1:" + ChildProcess.freePort());
    ManagedChannel channel = GrpcChannels.to(new Endpoint("127.0.0.1", port));
    try (ChildProcess process = start(List.of(), environment)) {
      await()
          .atMost(PATIENCE)
          .until(() -> process.output().contains("TTP Processor Server starting"));
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
      assertDegraded(healthPort);

      CompletableFuture<Status> end =
          CompletableFuture.supplyAsync(() -> statusOfLiveStream(channel));
      await().atMost(PATIENCE).until(() -> process.output().contains("received GetTTPEvents"));
      process.terminate();
      assertThat(process.await(PATIENCE)).as(process.output()).isZero();
      assertThat(end.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    } finally {
      channel.shutdownNow();
    }
  }

  private static void assertDegraded(int healthPort) throws IOException, InterruptedException {
    HttpResponse<String> response = get("http://127.0.0.1:" + healthPort + "/health");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode health = new ObjectMapper().readTree(response.body());
    assertThat(health.get("status").asText()).isEqualTo("degraded");
    JsonNode metrics = health.get("metrics");
    for (String counter :
        List.of(
            "success_count",
            "error_count",
            "total_processed",
            "total_events_emitted",
            "last_processed_ledger")) {
      assertThat(metrics.get(counter).asLong(-1)).as(counter).isZero();
    }
    assertThat(metrics.get("processing_latency").asText()).isEqualTo("0s");
    assertThat(metrics.get("events_mode").asText()).isEqualTo("derived");
    assertThat(metrics.get("event_differences").asLong(-1)).isZero();
    assertThat(metrics.get("skipped_events").get("too_few_topics").asLong(-1)).isZero();
  }

  private static HttpResponse<String> get(String page) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Status statusOfLiveStream(ManagedChannel channel) {
    try {
      EventServiceGrpc.newBlockingStub(channel)
          .getTTPEvents(GetEventsRequest.newBuilder().setStartLedger(5).build())
          .hasNext();
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void registersWithFlowctlOnceItIsThereAndEndsInTimeWhenItHangs() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start()) {
      plane.stop();
      Map<String, String> environment = new HashMap<>(plane.variables());
      environment.put("NETWORK_PASSPHRASE", PASSPHRASE);
      environment.put("PORT", "0");
      environment.put("HEALTH_PORT", "0");
      environment.put("LIVE_SOURCE_ENDPOINT", "127.0.0.1:" + ChildProcess.freePort());
      try (ChildProcess process = start(List.of(), environment)) {
        await().atMost(PATIENCE).until(() -> process.output().contains("flowctl at 127.0.0.1"));
        assertThat(process.output())
            .as("it serves first")
            .containsPattern("(?s)TTP Processor Server starting.*flowctl at 127.0.0.1");
        plane.restart();
        await().atMost(PATIENCE).until(() -> plane.heartbeats().size() > 1);
        ServiceInfo service = plane.registrations().get(0);
        assertThat(service.getServiceType()).isEqualTo(ServiceType.SERVICE_TYPE_PROCESSOR);
        assertThat(service.getInputEventTypesList())
            .containsExactly("raw_ledger_service.RawLedgerChunk");
        assertThat(service.getOutputEventTypesList())
            .containsExactly(
                "event_service.TokenTransferEvent", "contract_event_service.ContractEvent");
        assertThat(service.getMaxInflight()).isEqualTo(100);
        assertThat(service.getMetadataMap())
            .isEqualTo(
                Map.of("network", FakeControlPlane.NETWORK, "processor_type", "token_transfer"));
        assertThat(service.getComponentId()).isEqualTo(FakeControlPlane.COMPONENT);
        assertThat(service.getHealthEndpoint()).matches("http://localhost:\\d+/health");
        assertThat(get(service.getHealthEndpoint()).body())
            .contains("\"status\":\"degraded\"", "\"flowctl_registered\":true");
        assertThat(plane.heartbeats().get(0).getMetricsMap())
            .containsOnlyKeys(
                "success_count",
                "error_count",
                "total_processed",
                "total_events_emitted",
                "last_processed_ledger",
                "processing_latency_ms");
        plane.hang(true);
        process.terminate();
        assertThat(process.await(Duration.ofSeconds(5))).as(process.output()).isZero();
      }
    }
  }

  @Test
  void tellsAllBadVariablesAndExitsWith2() {
    Map<String, String> bad =
        Map.of(
            "PORT",
            "x",
            "EXTRACTION_WORKERS",
            "0",
            "ENABLE_FLOWCTL",
            "true",
            "FLOWCTL_ENDPOINT",
            "control.example:8080");
    try (ChildProcess process = start(List.of(), bad)) {
      assertThat(process.await(PATIENCE)).isEqualTo(2);
      assertThat(process.output())
          .contains("NETWORK_PASSPHRASE")
          .contains("PORT")
          .contains("EXTRACTION_WORKERS")
          .contains("FLOWCTL_ENDPOINT would send plaintext");
    }
  }

  @Test
  void extractsAndMeasuresFiles() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    List<String> extract = List.of("extract", "--network-passphrase", PASSPHRASE, file.toString());
    try (ChildProcess process = start(extract, Map.of())) {
      assertThat(process.await(PATIENCE)).isZero();
      List<String> lines = process.output().lines().toList();
      assertThat(lines).hasSize(64);
      assertThat(ChainedLedgers.events(lines.get(9)))
          .isEqualTo(ChainedLedgers.events(ChainedLedgers.lines().get(9)));
    }
    try (ChildProcess process =
        start(
            List.of(
                "benchmark",
                "--network-passphrase",
                PASSPHRASE,
                "--seconds=0.1",
                "--warm-up=0.1",
                file.toString()),
            Map.of())) {
      assertThat(process.await(PATIENCE)).isZero();
      assertThat(process.output().lines().reduce((first, second) -> second).orElse(""))
          .startsWith("java: ")
          .endsWith("events/s, 1 thread");
    }
  }

  @Test
  void tellsItsVersion() {
    try (ChildProcess process = start(List.of("--version"), Map.of())) {
      assertThat(process.await(PATIENCE)).isZero();
      assertThat(process.output().strip()).matches("ttp-processor \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
  }

  @Test
  void refusesACommandThatItDoesNotHave() {
    try (ChildProcess process = start(List.of("explain"), Map.of())) {
      assertThat(process.await(PATIENCE)).isEqualTo(2);
      assertThat(process.output()).contains("explain").contains("extract");
    }
  }

  private ChildProcess start(List<String> arguments, Map<String, String> environment) {
    Path output = folder.resolve("output-" + System.nanoTime());
    return ChildProcess.startJar(JAR, arguments, new HashMap<>(environment), output);
  }
}
