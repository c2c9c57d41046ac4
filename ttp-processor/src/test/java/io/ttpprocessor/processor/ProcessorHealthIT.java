package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.verify.BalanceConservation;
import io.ttpprocessor.extract.verify.BalanceDifference;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.stream.FakeSource;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.FaultProxy;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the health page counts what was found in ledgers beside their events, and tells when
 * streams fail. Method: the jar as a process between a source of random ledgers and a client;
 * expected counts are those of the findings themselves.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProcessorHealthIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "ttp-processor", "target", "ttp-processor.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_LEDGERS = 40;

  @TempDir private Path folder;

  @Test
  void countsSkippedEventsAndWhatACrossCheckFinds() throws Exception {
    List<RawLedger> ledgers = new ArrayList<>();
    List<LedgerEvents> expected = new ArrayList<>();
    GoldenCorpus corpus = GoldenCorpus.SYNTHETIC_UNIFIED;
    Network network = Network.of(corpus.networkPassphrase());
    EventExtractor extractor = new EventExtractor(network, EventsMode.CROSS_CHECK);
    for (byte[] xdr : corpus.ledgers()) {
      LedgerEvents events = extractor.extract(xdr);
      boolean hasFindings =
          !events.crossCheck().isCompared()
              || !events.crossCheck().differences().isEmpty()
              || !events.skipped().isEmpty();
      if (hasFindings && ledgers.size() < MOST_LEDGERS) {
        ledgers.add(FakeSource.message(events.sequence(), xdr, events.sequence()));
        expected.add(events);
      }
    }
    Map<String, String> settings = Map.of("EVENTS_MODE", "cross-check", "LEDGER_CHECKS", "none");
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Service service = new Service(source, network, settings)) {
      for (LedgerEvents ledger : expected) {
        assertThat(service.stream(ledger.sequence(), ledger.sequence())).isEqualTo(Status.OK);
      }
      JsonNode metrics = service.health().get("metrics");
      assertThat(metrics.get("events_mode").asText()).isEqualTo("cross-check");
      assertThat(metrics.get("ledger_checks").asText()).isEqualTo("none");
      for (SkipReason reason : SkipReason.values()) {
        String name = reason.name().toLowerCase(Locale.ROOT);
        assertThat(metrics.get("skipped_events").get(name).asLong(-1))
            .as(name)
            .isEqualTo(skipped(expected, reason));
      }
      assertCrossCheck(metrics, expected);
      assertThat(service.get("/metrics").lines())
          .contains(
              "ttp_processor_ledgers_total " + (double) expected.size(),
              "ttp_processor_ledgers_extracted_total " + (double) expected.size(),
              "ttp_processor_extraction_seconds_count " + expected.size(),
              "ttp_processor_subscribers 0.0",
              "ttp_processor_source_reachable 1.0",
              "ttp_processor_compared_total " + metrics.get("cross_checked_ledgers").asDouble(),
              "ttp_processor_not_comparable_total "
                  + metrics.get("not_comparable_ledgers").asDouble(),
              "ttp_processor_differences_total " + metrics.get("event_differences").asDouble());
      assertThat(metrics.get("ledgers_verified").asLong(-1)).isZero();
    }
  }

  private static void assertCrossCheck(JsonNode metrics, List<LedgerEvents> expected) {
    long notComparable = expected.stream().filter(l -> !l.crossCheck().isCompared()).count();
    List<LedgerEvents> differing =
        expected.stream().filter(l -> !l.crossCheck().differences().isEmpty()).toList();
    long differences = differing.stream().mapToLong(l -> l.crossCheck().differences().size()).sum();
    assertThat(differences).isPositive();
    assertThat(notComparable).isPositive();
    assertThat(metrics.get("not_comparable_ledgers").asLong()).isEqualTo(notComparable);
    assertThat(metrics.get("cross_checked_ledgers").asLong())
        .isEqualTo(expected.size() - notComparable);
    assertThat(metrics.get("event_differences").asLong()).isEqualTo(differences);
    assertThat(metrics.get("first_not_comparable").asText())
        .isEqualTo(
            expected.stream()
                .filter(l -> !l.crossCheck().isCompared())
                .findFirst()
                .orElseThrow()
                .crossCheck()
                .obstacle());
    LedgerEvents first = differing.get(0);
    assertThat(metrics.get("first_event_difference").asText())
        .isEqualTo("ledger " + first.sequence() + ", " + first.crossCheck().differences().get(0));
  }

  private static long skipped(List<LedgerEvents> ledgers, SkipReason reason) {
    return ledgers.stream()
        .flatMap(ledger -> ledger.skipped().stream())
        .map(SkippedEvent::reason)
        .filter(reason::equals)
        .count();
  }

  @Test
  void countsLedgersWhoseBalancesDiffer() throws Exception {
    Network network = ChainedLedgers.NETWORK;
    List<RawLedger> ledgers = FakeSource.messages(ChainedLedgers.FIRST, ChainedLedgers.all());
    Map<String, String> settings = Map.of("EVENTS_MODE", "verify", "EXTRACTION_WORKERS", "1");
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Service service = new Service(source, network, settings)) {
      assertThat(service.stream(ChainedLedgers.FIRST, ChainedLedgers.LAST)).isEqualTo(Status.OK);
      JsonNode health = service.health();
      List<String> faults = balanceFaults();
      assertThat(faults).isNotEmpty();
      JsonNode metrics = health.get("metrics");
      assertThat(health.get("status").asText()).isEqualTo("healthy");
      assertThat(metrics.get("events_mode").asText()).isEqualTo("verify");
      assertThat(metrics.get("ledger_checks").asText()).isEqualTo("transactions");
      assertThat(metrics.get("ledgers_verified").asInt()).isEqualTo(ledgers.size());
      assertThat(metrics.get("ledgers_unbalanced").asInt()).isEqualTo(faults.size());
      assertThat(metrics.get("first_balance_difference").asText()).isEqualTo(faults.get(0));
      assertThat(metrics.get("success_count").asInt()).isEqualTo(ledgers.size());
      assertThat(metrics.has("last_error")).isFalse();
    }
  }

  /** Of each ledger that does not balance, what is found first. */
  private static List<String> balanceFaults() {
    EventExtractor extractor = new EventExtractor(ChainedLedgers.NETWORK);
    BalanceConservation conservation = new BalanceConservation(ChainedLedgers.NETWORK);
    List<String> faults = new ArrayList<>();
    for (byte[] xdr : ChainedLedgers.all()) {
      LedgerView ledger = LedgerView.parse(xdr, ChainedLedgers.NETWORK);
      try {
        List<BalanceDifference> differences =
            conservation.differences(ledger, extractor.extract(ledger));
        differences.stream().findFirst().ifPresent(first -> faults.add(first.toString()));
      } catch (ExtractionException e) {
        faults.add(e.getMessage());
      }
    }
    return faults;
  }

  @Test
  void isDegradedWhenStreamsFailByTheLedgersOwnFault() throws Exception {
    List<RawLedger> ledgers = FakeSource.messages(ChainedLedgers.FIRST, ChainedLedgers.all());
    Map<String, String> settings = Map.of("LEDGER_CHECKS", "results");
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Service service = new Service(source, ChainedLedgers.NETWORK, settings)) {
      Instant before = Instant.now();
      Status end = service.stream(ChainedLedgers.FIRST, ChainedLedgers.LAST);
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      service.stream(ChainedLedgers.FIRST, ChainedLedgers.LAST);
      JsonNode health = service.health();
      assertThat(health.get("status").asText()).isEqualTo("degraded");
      JsonNode metrics = health.get("metrics");
      assertThat(metrics.get("source_reachable").asBoolean()).isTrue();
      assertThat(metrics.get("error_count").asInt()).isEqualTo(2);
      assertThat(metrics.get("last_error").asText())
          .startsWith("DATA_LOSS: ledger 1024: SHA-256 of the results is ")
          .isEqualTo("DATA_LOSS: " + end.getDescription());
      assertThat(Instant.parse(metrics.get("last_error_time").asText()))
          .isBetween(before, Instant.now());
    }
  }

  /** Row 28: whoever looks is told, within seconds, and told again when all is well. */
  @Test
  void tellsThatTheSourceHasGoneOrIsFrozen() throws Exception {
    List<RawLedger> ledgers = FakeSource.messages(ChainedLedgers.FIRST, ChainedLedgers.all());
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        FaultProxy proxy = FaultProxy.before("127.0.0.1", source.endpoint().port());
        Service service =
            new Service(
                new Endpoint("127.0.0.1", proxy.port()), ChainedLedgers.NETWORK, Map.of())) {
      proxy.stall(FaultProxy.Direction.TO_CLIENT);
      awaitTrouble(service);
      proxy.heal();
      proxy.cutAll();
      await().atMost(PATIENCE).until(() -> service.status().equals("healthy"));
      proxy.refuse();
      proxy.cutAll();
      awaitTrouble(service);
      proxy.heal();
      await().atMost(PATIENCE).until(() -> service.status().equals("healthy"));
      assertThat(service.get("/metrics")).contains("\nttp_processor_source_reachable 1.0\n");
    }
  }

  /** Before any stream asks for a ledger; and again when the source is one of the right network. */
  @Test
  void isUnhealthyWhereItsSourceIsOfAnotherNetwork() throws Exception {
    List<RawLedger> ledgers = FakeSource.messages(ChainedLedgers.FIRST, ChainedLedgers.all());
    String right = ChainedLedgers.NETWORK.passphrase();
    String wrong = "Test SDF Network ; September 2015";
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers))) {
      source.tell(SourceInfo.newBuilder().setNetworkPassphrase(right).build());
      try (Service service = new Service(source, ChainedLedgers.NETWORK, Map.of())) {
        source.goAway();
        await().atMost(PATIENCE).until(() -> service.status().equals("degraded"));
        source.tell(SourceInfo.newBuilder().setNetworkPassphrase(wrong).build());
        source.comeBack();
        await().atMost(PATIENCE).until(() -> service.answer("/health/ready").statusCode() == 503);
        assertThat(service.answer("/health").body())
            .contains("\"status\":\"unhealthy\"", "wrong network: source " + source.endpoint())
            .contains(wrong, right);
        assertThat(service.process.output()).contains("ERROR").contains("wrong network: source");
        source.tell(SourceInfo.newBuilder().setNetworkPassphrase(right).build());
        await().atMost(PATIENCE).until(() -> service.answer("/health/ready").statusCode() == 200);
      }
    }
  }

  private static void awaitTrouble(Service service) {
    await().atMost(PATIENCE).until(() -> service.status().equals("degraded"));
    JsonNode metrics = service.health().get("metrics");
    assertThat(metrics.get("source_reachable").asBoolean()).isFalse();
    assertThat(metrics.get("reason").asText()).startsWith("no source has served for ");
    await()
        .atMost(PATIENCE)
        .until(() -> service.get("/metrics").contains("\nttp_processor_source_reachable 0.0\n"));
  }

  @Test
  void isNotReadyWhileLiveLedgersThatHadCaughtUpFallBehind() throws Exception {
    int first = ChainedLedgers.FIRST;
    List<byte[]> ledgers = ChainedLedgers.all();
    CountDownLatch mayFallBehind = new CountDownLatch(1);
    FakeSource.Script script =
        (request, call) -> {
          for (int next = request.getStartLedger(); next < first + 3; next++) {
            if (next == first + 2) {
              mayFallBehind.await();
            }
            // Ledgers have closed that this source does not get to.
            int latest = next == first + 2 ? next + 11 : next;
            call.send(FakeSource.message(next, ledgers.get(next - first), latest));
          }
        };
    try (FakeSource source = FakeSource.start(script);
        Service service =
            new Service(
                source.endpoint(), ChainedLedgers.NETWORK, Map.of("MAX_LAG_LEDGERS", "10"))) {
      EventServiceGrpc.newStub(service.channel)
          .getTTPEvents(GetEventsRequest.newBuilder().setStartLedger(first).build(), new Ignored());
      await()
          .atMost(PATIENCE)
          .until(() -> service.health().get("metrics").path("lag_ledgers").asInt(-1) == 0);
      assertThat(service.status()).isEqualTo("healthy");
      mayFallBehind.countDown();
      await().atMost(PATIENCE).until(() -> service.answer("/health/ready").statusCode() == 503);
      JsonNode health = new ObjectMapper().readTree(service.answer("/health").body());
      assertThat(health.get("status").asText()).isEqualTo("unhealthy");
      assertThat(health.get("metrics").get("reason").asText())
          .isEqualTo("11 ledgers behind, MAX_LAG_LEDGERS is 10");
      assertThat(service.answer("/health/live").statusCode()).isEqualTo(200);
      assertThat(service.get("/metrics")).contains("\nttp_processor_lag_ledgers 11.0\n");
    }
  }

  private static final class Ignored implements StreamObserver<TokenTransferEvent> {
    @Override
    public void onNext(TokenTransferEvent event) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  /** The processor as a process, which has found its source. */
  private final class Service implements AutoCloseable {
    private final int healthPort = ChildProcess.freePort();
    private final ChildProcess process;
    private final ManagedChannel channel;

    private Service(FakeSource source, Network network, Map<String, String> settings) {
      this(source.endpoint(), network, settings);
    }

    private Service(Endpoint source, Network network, Map<String, String> settings) {
      int port = ChildProcess.freePort();
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("NETWORK_PASSPHRASE", network.passphrase());
      environment.put("PORT", Integer.toString(port));
      environment.put("HEALTH_PORT", Integer.toString(healthPort));
      environment.put("LIVE_SOURCE_ENDPOINT", source.toString());
      process = ChildProcess.startJar(JAR, List.of(), environment, folder.resolve("output"));
      channel = GrpcChannels.to(new Endpoint("127.0.0.1", port));
      await()
          .atMost(PATIENCE)
          .until(() -> process.output().contains("TTP Processor Server starting"));
      await().atMost(PATIENCE).until(() -> status().equals("healthy"));
    }

    /** How a stream of these ledgers ends. */
    private Status stream(long first, long last) {
      GetEventsRequest request =
          GetEventsRequest.newBuilder()
              .setStartLedger((int) first)
              .setEndLedger((int) last)
              .build();
      try {
        Iterator<TokenTransferEvent> events =
            EventServiceGrpc.newBlockingStub(channel).getTTPEvents(request);
        events.forEachRemaining(event -> {});
        return Status.OK;
      } catch (StatusRuntimeException e) {
        return e.getStatus();
      }
    }

    private String status() {
      return health().get("status").asText();
    }

    private JsonNode health() {
      try {
        return new ObjectMapper().readTree(get("/health"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String get(String path) {
      HttpResponse<String> response = answer(path);
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }

    private HttpResponse<String> answer(String path) {
      URI page = URI.create("http://127.0.0.1:" + healthPort + path);
      try {
        return HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
      process.close();
    }
  }
}
