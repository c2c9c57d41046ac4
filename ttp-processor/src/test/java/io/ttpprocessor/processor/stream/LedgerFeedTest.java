package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.protos.v1.TokenTransferFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: live ledgers are read and extracted once for all subscribers, and each still gets every
 * ledger once and in order, wherever it begins and however slow it is. Method: a source whose tip
 * moves as the test says, real sockets, and calls and extractions counted.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LedgerFeedTest {
  private static final int TIP = FIRST + 10;
  private static final int SUBSCRIBERS = 8;
  private static final int MANY = 200;
  private static final int MANY_LARGE = 8;
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());

  private final MovingTip tip = new MovingTip(LEDGERS, TIP);

  private static Client<StreamLedgerEventsRequest, LedgerEvents> subscribe(
      Processor processor, int start) {
    return StreamTest.streamLedgers(processor, start, 0);
  }

  private static void assertHasAll(
      Client<StreamLedgerEventsRequest, LedgerEvents> client, int first, int last) {
    client.awaitMessages(last - first + 1);
    assertThat(client.messages())
        .extracting(LedgerEvents::getSequence)
        .isEqualTo(IntStream.rangeClosed(first, last).boxed().toList());
  }

  private static Processor.Limits limits(int subscribers, long ringBytes) {
    return new Processor.Limits(256 << 20, 64 << 20, subscribers, Duration.ofHours(1), ringBytes);
  }

  private static void awaitMembers(Processor processor, int count) {
    await().until(() -> processor.feed().figures().get("live_subscribers").equals(count));
  }

  @Test
  void liveLedgersAreReadAndExtractedOnceForAll() {
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      List<Client<StreamLedgerEventsRequest, LedgerEvents>> clients = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        clients.add(subscribe(processor, TIP));
        clients.get(i).awaitMessages(1);
      }
      awaitMembers(processor, SUBSCRIBERS);
      int calls = source.requests().size();
      long extracted = processor.extraction().ledgers();
      tip.close(LAST);
      clients.forEach(client -> assertHasAll(client, TIP, LAST));
      assertThat(processor.extraction().ledgers() - extracted).isEqualTo(LAST - TIP);
      assertThat(source.requests()).as("no call for any of them").hasSize(calls);
      assertThat(source.requests())
          .contains(StreamLedgersRequest.newBuilder().setStartLedger(TIP + 1).build());
      List<LedgerEvents> expected = clients.get(0).messages();
      clients.forEach(client -> assertThat(client.messages()).isEqualTo(expected));
      assertThat(
              expected.stream()
                  .flatMap(ledger -> ledger.getEventsList().stream())
                  .map(event -> event.getTokenTransfer())
                  .toList())
          .isEqualTo(ChainedLedgers.events(TIP, LAST));
    }
  }

  @Test
  void eachFormatIsServedFromTheSameLedgers() {
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> events = StreamTest.getEvents(processor, TIP, 0);
      Client<GetContractEventsRequest, ContractEvent> ofContracts = Client.eager();
      processor
          .contractEvents()
          .getContractEvents(
              GetContractEventsRequest.newBuilder().setStartLedger(TIP).build(), ofContracts);
      Client<StreamLedgerEventsRequest, LedgerEvents> whole = subscribe(processor, TIP);
      Client<StreamLedgerEventsRequest, LedgerEvents> fees = Client.eager();
      processor
          .ledgers()
          .streamLedgerEvents(
              StreamLedgerEventsRequest.newBuilder()
                  .setStartLedger(TIP)
                  .setTokenTransferFilter(
                      TokenTransferFilter.newBuilder().addKinds(TokenTransferFilter.Kind.KIND_FEE))
                  .build(),
              fees);
      awaitMembers(processor, 4);
      long extracted = processor.extraction().ledgers();
      tip.close(LAST);
      assertHasAll(whole, TIP, LAST);
      assertHasAll(fees, TIP, LAST);
      List<TokenTransferEvent> expected = ChainedLedgers.events(TIP, LAST);
      events.awaitMessages(expected.size());
      assertThat(events.messages()).isEqualTo(expected);
      assertThat(
              fees.messages().stream()
                  .flatMap(ledger -> ledger.getEventsList().stream())
                  .map(event -> event.getTokenTransfer())
                  .toList())
          .isEqualTo(expected.stream().filter(TokenTransferEvent::hasFee).toList());
      assertThat(ofContracts.isOpen()).isTrue();
      assertThat(processor.extraction().ledgers() - extracted).isEqualTo(LAST - TIP);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whoeverBeginsAnywhereAtAnyMomentGetsEachLedgerOnce(long seed) {
    Random random = new Random(seed);
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, limits(100, 32 << 20))) {
      List<Client<StreamLedgerEventsRequest, LedgerEvents>> clients = new ArrayList<>();
      List<Integer> starts = new ArrayList<>();
      for (int now = TIP; now <= LAST; now += 1 + random.nextInt(4)) {
        tip.close(now);
        for (int i = random.nextInt(3); i > 0; i--) {
          // Also one or two that are still to come.
          starts.add(FIRST + random.nextInt(now - FIRST + 3));
          clients.add(subscribe(processor, starts.get(starts.size() - 1)));
        }
      }
      tip.close(LAST);
      for (int i = 0; i < clients.size(); i++) {
        if (starts.get(i) <= LAST) {
          assertHasAll(clients.get(i), starts.get(i), LAST);
        }
      }
      awaitMembers(processor, (int) starts.stream().filter(start -> start <= LAST).count());
    }
  }

  @Test
  void startingAtTheLatestJoinsAtTheNewestLedgerThatIsShared() {
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> first = subscribe(processor, TIP);
      awaitMembers(processor, 1);
      tip.close(TIP + 5);
      assertHasAll(first, TIP, TIP + 5);
      int calls = source.requests().size();
      Client<StreamLedgerEventsRequest, LedgerEvents> latest = subscribe(processor, 0);
      assertHasAll(latest, TIP + 5, TIP + 5);
      tip.close(TIP + 6);
      assertHasAll(latest, TIP + 5, TIP + 6);
      assertThat(source.requests()).hasSize(calls);
    }
  }

  @Test
  void whoeverFallsBehindIsServedFromTheSourceAndComesBack() {
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, limits(10, 1 << 20))) {
      Client<StreamLedgerEventsRequest, LedgerEvents> slow = Client.manual();
      processor
          .ledgers()
          .streamLedgerEvents(
              StreamLedgerEventsRequest.newBuilder().setStartLedger(TIP).build(), slow);
      slow.request(1);
      Client<StreamLedgerEventsRequest, LedgerEvents> prompt = subscribe(processor, TIP);
      slow.awaitMessages(1);
      awaitMembers(processor, 2);
      tip.close(LAST);
      assertHasAll(prompt, TIP, LAST);
      slow.request(LAST - TIP);
      assertHasAll(slow, TIP, LAST);
      assertThat(slow.messages()).isEqualTo(prompt.messages());
      awaitMembers(processor, 2);
    }
  }

  @Test
  void aLedgerThatCannotBeReadEndsAllThatComeToIt() {
    RawLedger damaged =
        LEDGERS.get(TIP + 2 - FIRST).toBuilder()
            .setLedgerCloseMetaXdr(
                LEDGERS.get(TIP + 2 - FIRST).getLedgerCloseMetaXdr().substring(0, 100))
            .build();
    List<RawLedger> ledgers = new ArrayList<>(LEDGERS);
    ledgers.set(TIP + 2 - FIRST, damaged);
    MovingTip moving = new MovingTip(ledgers, TIP);
    try (FakeSource source = FakeSource.start(moving);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      List<Client<StreamLedgerEventsRequest, LedgerEvents>> clients = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        clients.add(subscribe(processor, TIP));
      }
      awaitMembers(processor, SUBSCRIBERS);
      moving.close(LAST);
      for (Client<StreamLedgerEventsRequest, LedgerEvents> client : clients) {
        Status status = client.awaitEnd();
        assertThat(status.getCode()).isEqualTo(Status.Code.DATA_LOSS);
        assertThat(status.getDescription()).contains("ledger " + (TIP + 2));
        assertHasAll(client, TIP, TIP + 1);
      }
      awaitMembers(processor, 0);
    }
  }

  @Test
  void aBrokenCrossCheckEndsAllToo() {
    ExtractionOptions options =
        new ExtractionOptions(ChainedLedgers.NETWORK, EventsMode.UNIFIED, LedgerChecks.NONE, false);
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, options)) {
      // Ledgers of protocol 1 carry no events of the network's own.
      Status status = subscribe(processor, FIRST).awaitEnd();
      assertThat(status.getCode()).isEqualTo(Status.Code.DATA_LOSS);
    }
  }

  @Test
  void twoHundredSubscribersOfWhichHalfLeaveAtAnyMoment() {
    Random random = new Random(20);
    try (FakeSource source = FakeSource.start(tip);
        Processor processor = Processor.start(source, limits(MANY, 32 << 20))) {
      List<Client<StreamLedgerEventsRequest, LedgerEvents>> staying = new ArrayList<>();
      List<Client<StreamLedgerEventsRequest, LedgerEvents>> leaving = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        (i % 2 == 0 ? staying : leaving).add(subscribe(processor, TIP - random.nextInt(5)));
      }
      for (int now = TIP + 1; now <= LAST; now++) {
        tip.close(now);
        for (int i = random.nextInt(6); i > 0 && !leaving.isEmpty(); i--) {
          leaving.remove(leaving.size() - 1).cancel();
        }
      }
      leaving.forEach(Client::cancel);
      List<LedgerEvents> expected = null;
      for (Client<StreamLedgerEventsRequest, LedgerEvents> client : staying) {
        await().until(() -> lastSequence(client) == LAST);
        List<LedgerEvents> messages = client.messages();
        assertThat(messages)
            .extracting(LedgerEvents::getSequence)
            .isEqualTo(IntStream.rangeClosed(messages.get(0).getSequence(), LAST).boxed().toList());
        List<LedgerEvents> live = messages.subList(messages.size() - (LAST - TIP), messages.size());
        expected = expected == null ? live : expected;
        assertThat(live).isEqualTo(expected);
      }
      awaitMembers(processor, staying.size());
      await().until(() -> processor.subscriptions().count() == staying.size());
      assertThat(processor.inFlight().held()).isZero();
    }
  }

  private static int lastSequence(Client<StreamLedgerEventsRequest, LedgerEvents> client) {
    List<LedgerEvents> messages = client.messages();
    return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).getSequence();
  }

  @Test
  void whoeverStallsIsCutOffWithThePlaceToResumeAtAndDisturbsNobody() {
    List<RawLedger> large =
        FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(MANY_LARGE, 20_000, 0));
    MovingTip moving = new MovingTip(large, FIRST);
    int last = FIRST + MANY_LARGE - 1;
    Processor.Limits limits =
        new Processor.Limits(256 << 20, 64 << 20, 10, Duration.ofSeconds(2), 256 << 20);
    try (FakeSource source = FakeSource.start(moving);
        Processor processor = Processor.start(source, FeeLedgers.NETWORK, limits)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> stalled = Client.manual();
      ManagedChannel connection = processor.connect();
      LedgerEventServiceGrpc.newStub(connection)
          .streamLedgerEvents(
              StreamLedgerEventsRequest.newBuilder().setStartLedger(FIRST).build(), stalled);
      stalled.request(1);
      Client<StreamLedgerEventsRequest, LedgerEvents> prompt = subscribe(processor, FIRST);
      stalled.awaitMessages(1);
      awaitMembers(processor, 2);
      moving.close(last);
      assertHasAll(prompt, FIRST, last);
      awaitMembers(processor, 1);
      // What the transport holds for it comes before the end.
      stalled.request(MANY_LARGE);
      Status status = stalled.awaitEnd();
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      int sent = stalled.messages().size();
      LedgerEvents lastSent = stalled.messages().get(sent - 1);
      assertThat(status.getDescription())
          .contains("no message was taken for 2 s while data waited")
          .contains(
              "the last whole ledger sent is "
                  + lastSent.getSequence()
                  + " with hash "
                  + HexFormat.of().formatHex(lastSent.getHash().toByteArray())
                  + "; resume at "
                  + (lastSent.getSequence() + 1));
      assertThat(prompt.isOpen()).isTrue();
      await().until(() -> processor.outbound().held() == 0);
      connection.shutdownNow();
    }
  }

  @Test
  void whenTheLastHasGoneTheSourceIsLetGoAtTheEnd() {
    FakeSource source = FakeSource.start(tip);
    try (Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client = subscribe(processor, TIP);
      client.awaitMessages(1);
      awaitMembers(processor, 1);
      client.cancel();
      awaitMembers(processor, 0);
      // Its own call was given up when it joined; the feed's is kept for whoever comes next.
      await().until(() -> source.cancelled() == 1);
      processor.feed().close();
      await().until(() -> source.cancelled() == 2);
    } finally {
      source.close();
    }
  }
}
