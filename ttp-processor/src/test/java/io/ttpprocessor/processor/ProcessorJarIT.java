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
import io.ttpprocessor.testkit.ChildProcess;
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
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/health"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
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
  void tellsAllBadVariablesAndExitsWith2() {
    try (ChildProcess process = start(List.of(), Map.of("PORT", "x", "EXTRACTION_WORKERS", "0"))) {
      assertThat(process.await(PATIENCE)).isEqualTo(2);
      assertThat(process.output())
          .contains("NETWORK_PASSPHRASE")
          .contains("PORT")
          .contains("EXTRACTION_WORKERS");
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
