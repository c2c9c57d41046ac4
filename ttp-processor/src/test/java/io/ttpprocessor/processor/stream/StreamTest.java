package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: every ledger of a range arrives in order, whole, once, over both contracts, whatever the
 * source knows of ranges. Method: a fake source and the real services on sockets; the expected
 * events are the reference's.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamTest {
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());

  @Test
  void deliversEveryEventOfARangeOnceAndInOrder() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(FIRST, LAST));
      assertThat(processor.metrics().ledgersDelivered()).isEqualTo(LAST - FIRST + 1);
      assertThat(processor.metrics().eventsDelivered()).isEqualTo(client.messages().size());
      assertThat(processor.metrics().lastLedger()).isEqualTo(LAST);
      assertThat(processor.metrics().streamsFailed()).isZero();
      assertThat(processor.inFlight().held()).isZero();
      assertThat(source.requests())
          .containsExactly(
              StreamLedgersRequest.newBuilder().setStartLedger(FIRST).setEndLedger(LAST).build());
    }
  }

  @Test
  void deliversEveryLedgerAlsoThoseWithoutEvents() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          streamLedgers(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .isEqualTo(LongStream.rangeClosed(FIRST, LAST).mapToObj(Math::toIntExact).toList());
      for (LedgerEvents ledger : client.messages()) {
        assertIsWhole(ledger);
      }
    }
  }

  private static void assertIsWhole(LedgerEvents ledger) {
    LedgerView view =
        LedgerView.parse(ChainedLedgers.xdr(ledger.getSequence()), ChainedLedgers.NETWORK);
    assertThat(ledger.getHash().toByteArray()).isEqualTo(view.hash().copy());
    assertThat(ledger.getPreviousHash().toByteArray()).isEqualTo(view.previousHash().copy());
    assertThat(ledger.getClosedAt().getSeconds()).isEqualTo(view.closeTimeSeconds());
    assertThat(ledger.getProtocolVersion()).isEqualTo((int) view.protocolVersion());
    assertThat(ledger.getLatestLedger()).isEqualTo(LAST);
    assertThat(ledger.getRulesVersion()).isEqualTo(1);
    assertThat(ledger.getCursor().getLedgerSequence()).isEqualTo(ledger.getSequence());
    assertThat(ledger.getCursor().getLedgerHash()).isEqualTo(ledger.getHash());
    assertThat(ledger.getCursor().getNetworkId().toByteArray())
        .isEqualTo(ChainedLedgers.NETWORK.id());
    List<TokenTransferEvent> events = new ArrayList<>();
    for (LedgerEvent event : ledger.getEventsList()) {
      assertThat(event.getOrdinal()).isEqualTo(events.size());
      events.add(event.getTokenTransfer());
    }
    assertThat(events).isEqualTo(ChainedLedgers.events(ledger.getSequence(), ledger.getSequence()));
  }

  @Test
  void endsAtTheEndThoughTheSourceHasNothingAfterItAndStaysOpen() {
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, LAST - 3, LAST);
      client.awaitCompletion();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(LAST - 3, LAST));
    }
  }

  @Test
  void cutsOffASourceThatGoesOnAfterTheEnd() {
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          streamLedgers(processor, FIRST, FIRST + 2);
      client.awaitCompletion();
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .containsExactly(FIRST, FIRST + 1, FIRST + 2);
      assertThat(client.messages())
          .extracting(LedgerEvents::getLatestLedger)
          .as("a source that does not tell: the ledger itself")
          .containsExactly(FIRST, FIRST + 1, FIRST + 2);
    }
  }

  @Test
  void anEndBeforeTheStartMeansLive() {
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, LAST - 5, 7);
      List<TokenTransferEvent> expected = ChainedLedgers.events(LAST - 5, LAST);
      client.awaitMessages(expected.size());
      assertThat(client.messages()).isEqualTo(expected);
      assertThat(client.isOpen()).isTrue();
      assertThat(source.requests().get(0).getEndLedger()).isZero();
    }
  }

  @Test
  void aStartOfZeroMeansTheSourcesLatest() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client = streamLedgers(processor, 0, 0);
      client.awaitMessages(1);
      assertThat(client.messages()).extracting(LedgerEvents::getSequence).containsExactly(LAST);
      assertThat(source.requests().get(0).getStartLedger()).isZero();
    }
  }

  @Test
  void goesOnAfterACursorAndIsDoneAtOnceWhenTheCursorIsAtTheEnd() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> first =
          streamLedgers(processor, FIRST, FIRST + 9);
      first.awaitCompletion();
      StreamLedgerEventsRequest.Builder next =
          StreamLedgerEventsRequest.newBuilder()
              .setAfter(first.messages().get(9).getCursor())
              .setEndLedger(FIRST + 12);
      Client<StreamLedgerEventsRequest, LedgerEvents> second = Client.eager();
      processor.ledgers().streamLedgerEvents(next.build(), second);
      second.awaitCompletion();
      assertThat(second.messages())
          .extracting(LedgerEvents::getSequence)
          .containsExactly(FIRST + 10, FIRST + 11, FIRST + 12);

      Client<StreamLedgerEventsRequest, LedgerEvents> done = Client.eager();
      processor.ledgers().streamLedgerEvents(next.setEndLedger(FIRST + 9).build(), done);
      done.awaitCompletion();
      assertThat(done.messages()).isEmpty();
    }
  }

  static Client<GetEventsRequest, TokenTransferEvent> getEvents(
      Processor processor, int start, int end) {
    Client<GetEventsRequest, TokenTransferEvent> client = Client.eager();
    processor
        .events()
        .getTTPEvents(
            GetEventsRequest.newBuilder().setStartLedger(start).setEndLedger(end).build(), client);
    return client;
  }

  static Client<StreamLedgerEventsRequest, LedgerEvents> streamLedgers(
      Processor processor, int start, int end) {
    Client<StreamLedgerEventsRequest, LedgerEvents> client = Client.eager();
    processor
        .ledgers()
        .streamLedgerEvents(
            StreamLedgerEventsRequest.newBuilder().setStartLedger(start).setEndLedger(end).build(),
            client);
    return client;
  }
}
