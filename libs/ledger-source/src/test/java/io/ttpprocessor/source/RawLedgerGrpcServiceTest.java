package io.ttpprocessor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeRequest;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeResponse;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The raw-ledger service over real sockets and a source that a test steers. */
@Timeout(60)
class RawLedgerGrpcServiceTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MEBIBYTE = 1 << 20;

  private final StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
  private FakeSource source;
  private RawLedgerGrpcService service;
  private GrpcServer server;
  private ManagedChannel channel;

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    service.close();
  }

  @Test
  void aBoundedStreamHasEveryLedgerAndCompletes() throws IOException {
    serve(new FakeSource(100, 10), 4);
    List<RawLedger> ledgers = all(stream(5, 8));
    assertThat(ledgers).extracting(RawLedger::getSequence).containsExactly(5, 6, 7, 8);
    assertThat(ledgers).extracting(RawLedger::getLatestLedger).containsOnly(100);
    assertThat(ledgers).extracting(RawLedger::getOrigin).containsOnly("fake");
    assertThat(ledgers).extracting(RawLedger::getNetworkId).containsOnly(ByteString.EMPTY);
    assertThat(ledgers.get(0).getLedgerCloseMetaXdr().toByteArray())
        .containsExactly(5, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void ledgersSayWhichNetworksTheyAreIfTheSourceKnows() throws IOException {
    FakeSource known = new FakeSource(100, 10);
    known.networkPassphrase = Optional.of("Public Global Stellar Network ; September 2015");
    serve(known, 4);
    // SHA-256 of the passphrase, as published for the public network.
    ByteString id =
        ByteString.fromHex("7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979");
    assertThat(all(stream(5, 6))).extracting(RawLedger::getNetworkId).containsOnly(id);
    assertThat(range(5, 7).getLedgersList())
        .extracting(RawLedger::getNetworkId)
        .containsExactly(id, id);
  }

  @Test
  void startZeroIsTheLatestAndEndZeroIsLive() throws IOException {
    serve(new FakeSource(100, 10), 4);
    Iterator<RawLedger> ledgers = stream(0, 0);
    assertThat(ledgers.next().getSequence()).isEqualTo(100);
    source.latest.set(102);
    assertThat(ledgers.next().getSequence()).isEqualTo(101);
    assertThat(ledgers.next().getSequence()).isEqualTo(102);
  }

  @Test
  void aFailureCarriesItsStatusAfterTheLedgersBeforeIt() throws IOException {
    serve(new FakeSource(100, 10), 4);
    source.failure = new SourceException(SourceException.Kind.CORRUPT, "object 7 is damaged");
    source.failAt = 7;
    Iterator<RawLedger> ledgers = stream(5, 8);
    assertThat(ledgers.next().getSequence()).isEqualTo(5);
    assertThat(ledgers.next().getSequence()).isEqualTo(6);
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, ledgers::next);
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(failure.getStatus().getDescription()).isEqualTo("object 7 is damaged");
    Health health = new SourceHealth(source, statistics).snapshot();
    assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(health.metrics())
        .containsEntry("reason", "object 7 is damaged")
        .containsEntry("latest_ledger", 100L)
        .containsEntry("last_ledger_sent", 6L)
        .containsEntry("error_types", Map.of("CORRUPT", 1L));
  }

  @Test
  void aSourceWithoutLedgersIsUnhealthyAndNotFound() throws IOException {
    serve(new FakeSource(0, 10), 4);
    assertThat(new SourceHealth(source, statistics).snapshot().status())
        .isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(codeOf(() -> stream(0, 0).next())).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aClientThatReadsNothingStopsTheReadingAndItsLeavingClosesTheCursor() throws Exception {
    serve(new FakeSource(1_000_000, MEBIBYTE), 4);
    Context.CancellableContext context = Context.current().withCancellation();
    Iterator<RawLedger> ledgers = context.call(() -> stream(1, 0));
    ledgers.next();
    long settled = settledReads();
    // Two windows of 4 MiB, one message over each, one being read, one that the client holds.
    assertThat(settled).isBetween(2L, 16L);
    context.cancel(null);
    assertThat(source.cursorClosed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatLeavesALiveStreamEndsItsWait() throws Exception {
    serve(new FakeSource(5, 10), 4);
    Context.CancellableContext context = Context.current().withCancellation();
    Iterator<RawLedger> ledgers = context.call(() -> stream(5, 0));
    ledgers.next();
    context.cancel(null);
    assertThat(source.cursorClosed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingTheServerEndsStreamsAsUnavailable() throws Exception {
    serve(new FakeSource(5, 10), 4);
    Iterator<RawLedger> ledgers = stream(5, 0);
    ledgers.next();
    server.close();
    assertThat(codeOf(ledgers::hasNext)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(source.cursorClosed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void moreStreamsThanAllowedAreRefusedAndLeavingMakesRoom() throws Exception {
    serve(new FakeSource(5, 10), 1);
    Context.CancellableContext context = Context.current().withCancellation();
    Iterator<RawLedger> first = context.call(() -> stream(5, 0));
    first.next();
    assertThat(codeOf(() -> stream(5, 0).next())).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    context.cancel(null);
    assertThat(source.cursorClosed.await(10, TimeUnit.SECONDS)).isTrue();
    Status.Code code = Status.Code.RESOURCE_EXHAUSTED;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (code == Status.Code.RESOURCE_EXHAUSTED && System.nanoTime() < deadline) {
      code = codeOf(() -> all(stream(5, 5)));
    }
    assertThat(code).isEqualTo(Status.Code.OK);
  }

  @Test
  void aRangeIsHalfOpenAndEndsAtTheLatest() throws IOException {
    serve(new FakeSource(100, 10), 4);
    GetLedgerRangeResponse answer = range(98, 100);
    assertThat(answer.getLedgersList()).extracting(RawLedger::getSequence).containsExactly(98, 99);
    assertThat(answer.getLatestLedger()).isEqualTo(100);
    assertThat(range(99, 200).getLedgersList())
        .extracting(RawLedger::getSequence)
        .containsExactly(99, 100);
    assertThat(range(101, 200).getLedgersList()).isEmpty();
    assertThat(source.cursorsOpen).hasValue(0);
  }

  @Test
  void rangesThatMakeNoSenseOrAreTooLargeAreRefused() throws IOException {
    serve(new FakeSource(2_000, MEBIBYTE), 4);
    assertThat(descriptionOf(() -> range(5, 5)))
        .isEqualTo("INVALID_ARGUMENT end_ledger must be greater than start_ledger");
    assertThat(descriptionOf(() -> range(1, 1_002)))
        .isEqualTo("INVALID_ARGUMENT range too large: 1001 ledgers requested (max: 1000)");
    assertThat(descriptionOf(() -> range(0, 2)))
        .isEqualTo("INVALID_ARGUMENT start_ledger must be greater than 0");
    assertThat(descriptionOf(() -> range(1, 101)))
        .isEqualTo(
            "RESOURCE_EXHAUSTED ledgers 1..100 exceed the 62914560 bytes of one answer;"
                + " ask for 60 ledgers or fewer");
    assertThat(range(1, 61).getLedgersCount()).isEqualTo(60);
    assertThat(new SourceHealth(source, statistics).snapshot().metrics())
        .containsEntry("error_types", Map.of("EXHAUSTED", 1L));
  }

  @Test
  void aSourceTellsWhatItIsAndHas() throws IOException {
    serve(new FakeSource(100, 10), 4);
    assertThat(info())
        .isEqualTo(
            SourceInfo.newBuilder()
                .setOldestLedger(1)
                .setLatestLedger(100)
                .setKind(SourceInfo.Kind.KIND_LAKE)
                .setOrigin("fake")
                .build());
    source.networkPassphrase = Optional.of("Test SDF Network ; September 2015");
    assertThat(info().getNetworkPassphrase()).isEqualTo("Test SDF Network ; September 2015");
    // SHA-256 of the passphrase, as published for the test network.
    assertThat(info().getNetworkId())
        .isEqualTo(
            ByteString.fromHex("cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472"));
  }

  @Test
  void whateverKeepsASourceFromTellingItIsUnavailable() throws IOException {
    serve(new FakeSource(100, 10), 4);
    for (SourceException.Kind kind : SourceException.Kind.values()) {
      source.failure = new SourceException(kind, "the bucket does not answer");
      assertThat(descriptionOf(this::info)).isEqualTo("UNAVAILABLE the bucket does not answer");
    }
    assertThat(new SourceHealth(source, statistics).snapshot().status())
        .as("nobody's stream has failed")
        .isEqualTo(HealthStatus.HEALTHY);
  }

  @Test
  void twoRangesAreAnsweredAtATime() throws Exception {
    serve(new FakeSource(100, 10), 4);
    source.permits.drainPermits();
    CompletableFuture<GetLedgerRangeResponse> first =
        CompletableFuture.supplyAsync(() -> range(1, 11));
    CompletableFuture<GetLedgerRangeResponse> second =
        CompletableFuture.supplyAsync(() -> range(1, 11));
    await().until(() -> source.cursorsOpen.get() == 2);
    assertThat(descriptionOf(() -> range(1, 11)))
        .isEqualTo(
            "RESOURCE_EXHAUSTED 2 calls of GetLedgerRange are being answered,"
                + " as many as are allowed");
    source.permits.release(30);
    assertThat(first.get(20, TimeUnit.SECONDS).getLedgersCount()).isEqualTo(10);
    assertThat(second.get(20, TimeUnit.SECONDS).getLedgersCount()).isEqualTo(10);
    assertThat(range(1, 11).getLedgersCount()).isEqualTo(10);
  }

  @Test
  void aRangeWhoseClientLeavesIsReadNoFurther() throws Exception {
    serve(new FakeSource(1_000, 10), 4);
    source.permits.drainPermits();
    Context.CancellableContext context = Context.current().withCancellation();
    Runnable call = () -> range(1, 1_001);
    CompletableFuture<Void> answer = CompletableFuture.runAsync(context.wrap(call));
    await().until(() -> source.cursorsOpen.get() == 1);
    context.cancel(null);
    await()
        .until(
            () -> {
              source.permits.release();
              return source.cursorsOpen.get() == 0;
            });
    assertThat(source.read.get()).isLessThan(500);
    assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void everyKindOfFailureHasItsStatus() throws IOException {
    serve(new FakeSource(1, 1), 1);
    Map<SourceException.Kind, Status.Code> expected =
        Map.of(
            SourceException.Kind.TRANSIENT, Status.Code.UNAVAILABLE,
            SourceException.Kind.MISSING, Status.Code.NOT_FOUND,
            SourceException.Kind.CORRUPT, Status.Code.DATA_LOSS,
            SourceException.Kind.OUT_OF_RANGE, Status.Code.OUT_OF_RANGE,
            SourceException.Kind.REFUSED, Status.Code.FAILED_PRECONDITION,
            SourceException.Kind.WRONG_NETWORK, Status.Code.FAILED_PRECONDITION,
            SourceException.Kind.INVALID, Status.Code.INVALID_ARGUMENT,
            SourceException.Kind.EXHAUSTED, Status.Code.RESOURCE_EXHAUSTED);
    assertThat(expected.keySet()).containsExactlyInAnyOrder(SourceException.Kind.values());
    expected.forEach(
        (kind, code) ->
            assertThat(SourceStatus.of(new SourceException(kind, "why")).getCode())
                .isEqualTo(code));
  }

  /** How many ledgers have been read when no more are for half a second. */
  private long settledReads() throws InterruptedException {
    long before = -1;
    long now = source.read.get();
    while (before != now) {
      before = now;
      assertThat(source.cursorClosed.await(500, TimeUnit.MILLISECONDS)).isFalse();
      now = source.read.get();
    }
    return now;
  }

  private void serve(FakeSource fake, int maxStreams) throws IOException {
    source = fake;
    service = new RawLedgerGrpcService(source, statistics, maxStreams);
    server = GrpcServer.builder(0).service(service).start();
    channel = GrpcChannels.to(new Endpoint(LOOPBACK, server.port()));
  }

  private Iterator<RawLedger> stream(int start, int end) {
    return RawLedgerServiceGrpc.newBlockingStub(channel)
        .streamRawLedgers(
            StreamLedgersRequest.newBuilder().setStartLedger(start).setEndLedger(end).build());
  }

  private GetLedgerRangeResponse range(int start, int end) {
    return RawLedgerServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .getLedgerRange(
            GetLedgerRangeRequest.newBuilder().setStartLedger(start).setEndLedger(end).build());
  }

  private SourceInfo info() {
    return RawLedgerServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .getSourceInfo(GetSourceInfoRequest.getDefaultInstance());
  }

  private static List<RawLedger> all(Iterator<RawLedger> ledgers) {
    List<RawLedger> all = new ArrayList<>();
    ledgers.forEachRemaining(all::add);
    return all;
  }

  private static Status.Code codeOf(Runnable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    return failure == null ? Status.Code.OK : failure.getStatus().getCode();
  }

  private static String descriptionOf(Runnable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    return failure.getStatus().getCode() + " " + failure.getStatus().getDescription();
  }
}
