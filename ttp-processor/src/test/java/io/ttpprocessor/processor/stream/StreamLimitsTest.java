package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.stream.StreamTest.getEvents;
import static io.ttpprocessor.processor.stream.StreamTest.streamLedgers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: memory stays bounded whatever clients do, a client that leaves takes its stream with it,
 * and ledgers may be large. Method: as in {@link StreamTest}, with ledgers of any size made by
 * hand; their events are known without any extractor.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamLimitsTest {
  private static final int FIRST = 100;
  private static final int MEBIBYTE = 1 << 20;

  /** Ledgers of 1.5 MiB that may lie in sockets and buffers, on both sides of the processor. */
  private static final int TRANSPORT_LEDGERS = 36;

  @Test
  void holdsNoMoreForASlowSubscriberThanItMay() {
    int count = 60;
    int events = 2000;
    long limit = 4 * MEBIBYTE;
    List<RawLedger> ledgers =
        FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(count, events, MEBIBYTE));
    int size = ledgers.get(0).getLedgerCloseMetaXdr().size();
    try (FakeSource source = FakeSource.start((request, call) -> {});
        Processor processor = Processor.start(source, FeeLedgers.NETWORK, limit, 10)) {
      source.follow(source.counted(ledgers));
      Client<GetEventsRequest, TokenTransferEvent> client = Client.manual();
      processor
          .events()
          .getTTPEvents(GetEventsRequest.newBuilder().setStartLedger(FIRST).build(), client);
      await().until(() -> processor.inFlight().held() > limit - 2 * size);
      for (int asked = 0; asked < count * events; asked += events) {
        client.request(events);
        client.awaitMessages(asked + events);
        assertThat(processor.inFlight().held()).isLessThanOrEqualTo(limit);
        assertThat(source.sent())
            .as("ledgers sent when %d have been read", asked / events + 1)
            .isLessThan(asked / events + 1 + TRANSPORT_LEDGERS);
      }
      assertThat(client.messages()).isEqualTo(feeEvents(client.messages(), count, events));
    }
  }

  /** Checks payers and order; all other fields are as the first event of each has them. */
  private static List<TokenTransferEvent> feeEvents(
      List<TokenTransferEvent> actual, int ledgers, int eventsPerLedger) {
    List<TokenTransferEvent> expected = new ArrayList<>();
    for (int ledger = 0; ledger < ledgers; ledger++) {
      for (int place = 0; place < eventsPerLedger; place++) {
        TokenTransferEvent.Builder event = actual.get(expected.size()).toBuilder();
        event.getMetaBuilder().setLedgerSequence(FIRST + ledger).setTransactionIndex(place + 1);
        event
            .getFeeBuilder()
            .setFrom(StrKey.encodeAccount(FeeLedgers.payer(FIRST + ledger, place), 0))
            .setAmount(Long.toString(FeeLedgers.FEE));
        expected.add(event.build());
      }
    }
    return expected;
  }

  @Test
  void passesALedgerOf64Mebibytes() {
    List<byte[]> large = new FeeLedgers(FIRST).take(1, 3, 64 * MEBIBYTE);
    assertThat(large.get(0).length).isGreaterThanOrEqualTo(64 * MEBIBYTE);
    try (FakeSource source =
            FakeSource.start(FakeSource.serving(FakeSource.messages(FIRST, large)));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          streamLedgers(processor, FIRST, FIRST);
      client.awaitCompletion();
      assertThat(client.messages()).hasSize(1);
      assertThat(client.messages().get(0).getEventsCount()).isEqualTo(3);
    }
  }

  @Test
  void endsTheSourcesStreamWhenTheClientLeaves() {
    List<RawLedger> ledgers = FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(10, 2, 0));
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(ledgers));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, 0);
      client.awaitMessages(20);
      client.cancel();
      await().atMost(Duration.ofSeconds(5)).until(() -> source.cancelled() == 1);
      await().until(() -> processor.subscriptions().count() == 0);
      assertThat(processor.inFlight().held()).isZero();
      assertThat(processor.metrics().streamsFailed()).isZero();
    }
  }

  @Test
  void cutsOffASubscriberThatDoesNotReadAndTellsWhereToResume() {
    List<RawLedger> ledgers = FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(10, 20_000, 0));
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(ledgers));
        Processor processor =
            Processor.startWithStallLimit(source, FeeLedgers.NETWORK, Duration.ofMillis(300))) {
      Client<StreamLedgerEventsRequest, LedgerEvents> stalled = Client.manual();
      StreamLedgerEventsRequest request =
          StreamLedgerEventsRequest.newBuilder().setStartLedger(FIRST).build();
      processor.ledgers().streamLedgerEvents(request, stalled);
      await().until(() -> !source.requests().isEmpty());
      await().until(() -> processor.subscriptions().count() == 0);
      assertThat(processor.inFlight().held()).isZero();
      // The status comes after what was on its way already.
      stalled.request(ledgers.size());
      Status end = stalled.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(end.getDescription())
          .contains("while data waited")
          .contains("resume at " + (FIRST + stalled.messages().size()));
      assertThat(stalled.messages()).hasSizeLessThan(ledgers.size());
    }
  }

  @Test
  void doesNotCutOffASubscriberThatHasReadAllThereIs() {
    List<RawLedger> ledgers = FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(2, 3, 0));
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(ledgers));
        Processor processor =
            Processor.startWithStallLimit(source, FeeLedgers.NETWORK, Duration.ofMillis(100))) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, 0);
      client.awaitMessages(6);
      await()
          .during(Duration.ofMillis(500))
          .until(() -> client.isOpen() && processor.subscriptions().count() == 1);
    }
  }

  @Test
  void refusesMoreSubscribersThanAllowed() {
    List<RawLedger> ledgers = FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(1, 1, 0));
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(ledgers));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK, MEBIBYTE, 1)) {
      Client<GetEventsRequest, TokenTransferEvent> first = getEvents(processor, FIRST, 0);
      first.awaitMessages(1);
      Status end = getEvents(processor, FIRST, 0).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(end.getDescription()).contains("1 subscriptions");
      assertThat(first.isOpen()).isTrue();
    }
  }

  @Test
  void endsOpenStreamsAsUnavailableWhenItStops() {
    List<RawLedger> ledgers = FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(3, 1, 0));
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(ledgers));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, 0);
      client.awaitMessages(3);
      processor.stopServing();
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(end.getDescription())
          .contains("shutting down")
          .contains("last whole ledger sent is " + (FIRST + 2));
    }
  }

  @Test
  void endsAStreamThatBeginsWhileItStops() {
    try (FakeSource source = FakeSource.start((request, call) -> {});
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      processor.subscriptions().closeAll(Status.UNAVAILABLE.withDescription("stopping"));
      Status end = getEvents(processor, FIRST, 0).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(end.getDescription()).isEqualTo("stopping");
    }
  }
}
