package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.rpc.FakeStellarRpc.Page;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that fail, rows 10 and 11: what heals, what is given up, and what is said of it. */
@Timeout(60)
class RequestFaultTest {
  private static final int RETRIES = 3;
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 119);
  private static final LedgerRange RANGE = LedgerRange.bounded(100, 119);

  @ParameterizedTest
  @EnumSource(RpcDisturbance.class)
  void aFaultThatPassesIsHealedWithoutAWord(RpcDisturbance fault) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    Random random = new Random(7);
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .disturb(
                    (request, page) ->
                        page != null && requests.incrementAndGet() % 2 == 1
                            ? Optional.of(fault.answer(page, random))
                            : Optional.empty())
                .start();
        TestSource test = TestSource.over(server).timeout(Duration.ofMillis(100)).open()) {
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
    }
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  void aFaultThatLastsEndsABoundedRangeNamingUrlMethodAndLedger(
      Function<Page, MockResponse> fault, Kind kind, String message) throws Exception {
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .disturb((request, page) -> Optional.ofNullable(page).map(fault))
                .start();
        TestSource test =
            TestSource.over(server).retries(RETRIES).timeout(Duration.ofMillis(300)).open()) {
      SourceException failure = test.failureAfter(RANGE, 0);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure)
          .hasMessageStartingWith("ledgers from 100: getLedgers at " + server.url() + ": ")
          .hasMessageContaining(message)
          .hasMessageEndingWith("; given up after 4 attempts");
      assertThat(test.faults.figures())
          .containsEntry("retry_count", (long) RETRIES)
          .containsEntry("retries", Map.of(kind.name(), (long) RETRIES));
    }
  }

  static Stream<Arguments> lastingFaults() {
    return Stream.of(
        lasting(page -> FakeStellarRpc.status(500), Kind.TRANSIENT, "HTTP 500: no"),
        lasting(page -> FakeStellarRpc.status(503), Kind.TRANSIENT, "HTTP 503: no"),
        lasting(
            page -> FakeStellarRpc.error(-32603, "database\\nlocked"),
            Kind.TRANSIENT,
            "error -32603: database\\u000alocked"),
        lasting(
            page -> new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build(),
            Kind.TRANSIENT,
            "SocketTimeoutException"),
        lasting(
            page -> FakeStellarRpc.error(-1, "no such thing"),
            Kind.CORRUPT,
            "error -1: no such thing"),
        lasting(page -> FakeStellarRpc.json(""), Kind.CORRUPT, "the answer is null, not an object"),
        lasting(
            page -> FakeStellarRpc.json("{\"result\":{}} {}"),
            Kind.CORRUPT,
            "the result has no latestLedger; the answer begins: {\"result\":{}} {}"),
        lasting(
            page -> FakeStellarRpc.json("{}"),
            Kind.CORRUPT,
            "the answer has neither result nor error"),
        lasting(
            page -> FakeStellarRpc.json("{\"result\":null}"),
            Kind.CORRUPT,
            "the result is VALUE_NULL, not an object"),
        lasting(
            page -> FakeStellarRpc.json("{\"result\":{\"ledgers\":7,\"latestLedger\":119}}"),
            Kind.CORRUPT,
            "ledgers is VALUE_NUMBER_INT, not a list"),
        lasting(
            page -> FakeStellarRpc.json("{\"result\":{\"ledgers\":[7],\"latestLedger\":119}}"),
            Kind.CORRUPT,
            "ledger 100 is VALUE_NUMBER_INT, not an object"),
        lasting(
            page -> FakeStellarRpc.json("{\"result\":{\"ledgers\":[{}],\"latestLedger\":119}}"),
            Kind.CORRUPT,
            "ledger 100: it has no metadataXdr"),
        lasting(
            page -> FakeStellarRpc.json("{\"id\":" + "[".repeat(100) + "]".repeat(100) + "}"),
            Kind.CORRUPT,
            "nesting depth"));
  }

  private static Arguments lasting(Function<Page, MockResponse> fault, Kind kind, String message) {
    return Arguments.of(fault, kind, message);
  }

  @Test
  void noMoreThanTwoHundredCharactersOfABodyAreShownAndTheyAreEscaped() throws Exception {
    String body = "<html>\n\u001b[31m" + "x".repeat(1_000);
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .disturb((request, page) -> Optional.of(FakeStellarRpc.json(body)))
                .start();
        TestSource test = TestSource.over(server).retries(0).passphrase(Optional.empty()).open()) {
      String message = test.failureAfter(RANGE, 0).getMessage();
      String excerpt = message.substring(message.indexOf("begins: ") + "begins: ".length());
      assertThat(excerpt).startsWith("<html>\\u000a\\u001b[31mxxx").hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void whatCannotPassIsNotTriedAgain() throws Exception {
    for (int status : new int[] {301, 400, 401, 403, 404}) {
      try (FakeStellarRpc server =
              new FakeStellarRpc(100, LEDGERS)
                  .disturb(
                      (request, page) ->
                          Optional.of(
                              FakeStellarRpc.status(status)
                                  .newBuilder()
                                  .setHeader("Location", "http://127.0.0.1:1/")
                                  .build()))
                  .start();
          TestSource test = TestSource.over(server).open()) {
        SourceException failure = test.failureAfter(LedgerRange.live(100), 0);
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure)
            .hasMessage(
                "ledgers from 100: getNetwork at " + server.url() + ": HTTP " + status + ": no");
        assertThat(server.calls("getNetwork")).isEqualTo(1);
      }
    }
  }

  @Test
  void theServersRetryAfterIsHonoured() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .disturb(
                    (request, page) ->
                        page != null && requests.getAndIncrement() == 0
                            ? Optional.of(
                                FakeStellarRpc.status(429)
                                    .newBuilder()
                                    .setHeader("Retry-After", "1")
                                    .build())
                            : Optional.empty())
                .start();
        TestSource test = TestSource.over(server).open()) {
      long start = System.nanoTime();
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void aLiveRangeOutlastsAServerThatIsDown() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        FaultProxy proxy = FaultProxy.before("127.0.0.1", portOf(server))) {
      proxy.refuse();
      String url = "http://127.0.0.1:" + proxy.port();
      try (TestSource test = TestSource.over(url).retries(1).open()) {
        CompletableFuture<List<byte[]>> read =
            CompletableFuture.supplyAsync(() -> readTwo(test, LedgerRange.live(118)));
        awaitRetries(test, 20);
        assertThat(read).isNotDone();
        assertThat(test.faults.trouble().orElse("")).contains("getNetwork at " + url + ": java.");
        proxy.heal();
        assertThat(read.get(20, TimeUnit.SECONDS))
            .containsExactlyElementsOf(LEDGERS.subList(18, 20));
        assertThat(server.calls("getNetwork")).isEqualTo(1);
      }
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsAskedForInSmallerPagesAndASingleLedgerGivenUp() throws Exception {
    int largest = LEDGERS.stream().mapToInt(ledger -> ledger.length).max().orElseThrow();
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start()) {
      try (TestSource test = TestSource.over(server).maxResponseBytes(4L * largest).open()) {
        assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
      }
      try (TestSource test = TestSource.over(server).maxResponseBytes(300).open()) {
        SourceException failure = test.failureAfter(RANGE, 0);
        assertThat(failure.kind()).isEqualTo(Kind.EXHAUSTED);
        assertThat(failure)
            .hasMessageContaining("is larger than the 300 bytes of MAX_RESPONSE_BYTES");
      }
    }
  }

  @Test
  void theServersProcessingLimitMakesPagesSmaller() throws Exception {
    long three =
        3L * 4 / 3 * LEDGERS.stream().mapToInt(ledger -> ledger.length).max().orElseThrow();
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).bytesPerRequest(three).start();
        TestSource test = TestSource.over(server).retries(0).pageLedgers(200).open()) {
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
      // Four are too many; two are not, and after them three are tried, which fit.
      assertThat(server.pages())
          .extracting(page -> page.path("pagination").path("limit").asInt())
          .startsWith(4, 2, 3);
    }
  }

  private static void awaitRetries(TestSource test, long count) {
    await().until(() -> (Long) test.faults.figures().get("retry_count") >= count);
  }

  private static List<byte[]> readTwo(TestSource test, LedgerRange range) {
    try (LedgerCursor cursor = test.source.open(range)) {
      return List.of(cursor.next().orElseThrow().copy(), cursor.next().orElseThrow().copy());
    } catch (SourceException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int portOf(FakeStellarRpc server) {
    return Integer.parseInt(server.url().replaceFirst(".*:", ""));
  }
}
