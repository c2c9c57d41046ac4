package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.stream.StreamTest.getEvents;
import static io.ttpprocessor.processor.stream.StreamTest.streamLedgers;
import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: nothing is lost, doubled or made up when the source fails; what heals is healed, and what
 * does not ends the stream with a code and a text that names the ledger. Method: as in {@link
 * StreamTest}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamFaultTest {
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());

  @Test
  void goesOnAtTheNextLedgerWhenTheSourceDiesAndReturns() {
    try (FakeSource source = FakeSource.start(FakeSource.sending(LEDGERS.subList(0, 20)));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          streamLedgers(processor, FIRST, LAST);
      client.awaitMessages(20);
      source.goAway();
      source.follow(FakeSource.serving(LEDGERS));
      source.comeBack();
      client.awaitCompletion();
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .isEqualTo(IntStream.rangeClosed(FIRST, LAST).boxed().toList());
      assertThat(source.requests().get(source.requests().size() - 1).getStartLedger())
          .isEqualTo(FIRST + 20);
    }
  }

  @Test
  void survivesASourceThatBreaksOffAfterEveryLedger() {
    FakeSource.Script oneLedgerACall =
        (request, call) -> {
          call.send(LEDGERS.get(request.getStartLedger() - FIRST));
          call.fail(Status.INTERNAL.withDescription("stream terminated by RST_STREAM"));
        };
    try (FakeSource source = FakeSource.start(oneLedgerACall);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(FIRST, LAST));
    }
  }

  @Test
  void waitsForASourceThatIsNotThereYet() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS))) {
      source.goAway();
      try (Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
        Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
        processor.awaitWaitingForSource();
        source.comeBack();
        client.awaitCompletion();
        assertThat(client.messages()).isEqualTo(ChainedLedgers.events(FIRST, LAST));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "NOT_FOUND",
        "DATA_LOSS",
        "OUT_OF_RANGE",
        "FAILED_PRECONDITION",
        "INVALID_ARGUMENT",
        "UNIMPLEMENTED"
      })
  void endsWithTheSourcesCodeWhenAskingAgainCannotHelp(Status.Code code) {
    FakeSource.Script failingAfterTwo =
        (request, call) -> {
          call.send(LEDGERS.get(0));
          call.send(LEDGERS.get(1));
          call.fail(Status.fromCode(code).withDescription("object 0A1B.xdr.zst is at fault"));
        };
    try (FakeSource source = FakeSource.start(failingAfterTwo);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          streamLedgers(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(code);
      assertThat(end.getDescription())
          .contains("ledger " + (FIRST + 2))
          .contains("object 0A1B.xdr.zst is at fault")
          .contains(source.endpoint().toString())
          .as("who shows a status shows its code before its description")
          .doesNotContain(code.name());
      assertThat(client.messages()).hasSize(2);
      assertThat(source.requests()).hasSize(1);
      assertThat(processor.metrics().streamsFailed()).isEqualTo(1);
      assertThat(processor.metrics().lastError().recent())
          .contains(code + ": " + end.getDescription());
    }
  }

  @ParameterizedTest
  @CsvSource({"INVALID_ARGUMENT, 0", "OUT_OF_RANGE, 0", "FAILED_PRECONDITION, 1", "NOT_FOUND, 1"})
  void countsNoFailureWhereTheSourceRefusesTheRequest(Status.Code code, int failures) {
    Status refusal = Status.fromCode(code).withDescription("ledger " + FIRST + " is not served");
    try (FakeSource source = FakeSource.start(FakeSource.failing(refusal));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Status end = streamLedgers(processor, FIRST, LAST).awaitEnd();
      assertThat(end.getCode()).isEqualTo(code);
      assertThat(processor.metrics().streamsFailed()).isEqualTo(failures);
      assertThat(processor.metrics().lastError().recent().isPresent()).isEqualTo(failures == 1);
    }
  }

  @Test
  void countsNoFailureWhereARangeGoesOnAfterTheNewestLedger() {
    FakeSource.Script endingAtTheTip =
        (request, call) -> {
          call.send(LEDGERS.get(0).toBuilder().setLatestLedger(FIRST).build());
          call.fail(Status.OUT_OF_RANGE.withDescription("the latest ledger is " + FIRST));
        };
    try (FakeSource source = FakeSource.start(endingAtTheTip);
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Status end = streamLedgers(processor, FIRST, LAST).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
      assertThat(processor.metrics().streamsFailed()).isZero();
      assertThat(processor.metrics().refusalsByCode()).containsEntry("OUT_OF_RANGE", 1L);
    }
  }

  /** No room, and a token that is not accepted, are mended while the processor runs. */
  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"RESOURCE_EXHAUSTED", "UNAUTHENTICATED", "PERMISSION_DENIED"})
  void waitsHoweverOftenTheSourceLetsNobodyIn(Status.Code code) {
    Status refusal = Status.fromCode(code).withDescription("not now");
    try (FakeSource source = FakeSource.start(FakeSource.failing(refusal));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      await().until(() -> source.requests().size() > 7);
      processor.awaitWaitingForSource();
      source.follow(FakeSource.serving(LEDGERS));
      client.awaitCompletion();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(FIRST, LAST));
      assertThat(processor.subscriptions().waitingForSource()).isZero();
    }
  }

  @Test
  void doesNotAskAgainForALedgerThatIsTooLarge() {
    int limit = LEDGERS.get(2).getSerializedSize() - 1;
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS.subList(2, 3)));
        Processor processor = Processor.startWithMessageLimit(source, limit)) {
      Status end = streamLedgers(processor, FIRST + 2, FIRST + 2).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(end.getDescription())
          .contains("ledger " + (FIRST + 2))
          .contains(Integer.toString(limit));
      assertThat(source.requests()).hasSize(1);
    }
  }

  @Test
  void givesUpOnASourceThatKeepsFailingInside() {
    try (FakeSource source =
            FakeSource.start(FakeSource.failing(Status.INTERNAL.withDescription("broken")));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Status end = getEvents(processor, FIRST, LAST).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(end.getDescription()).contains("ledger " + FIRST).contains("broken");
      assertThat(source.requests()).hasSize(5);
    }
  }

  @Test
  void refusesAGap() {
    List<RawLedger> gap = new ArrayList<>(LEDGERS.subList(0, 6));
    gap.remove(3);
    assertDataLossAfter(gap, 3, "expected ledger 1027", "ledger 1028");
  }

  @Test
  void refusesARepeatedLedger() {
    List<RawLedger> repeated = new ArrayList<>(LEDGERS.subList(0, 6));
    repeated.add(3, repeated.get(2));
    assertDataLossAfter(repeated, 3, "expected ledger 1027", "ledger 1026");
  }

  @Test
  void refusesLedgersInAnotherOrder() {
    List<RawLedger> swapped = new ArrayList<>(LEDGERS.subList(0, 6));
    Collections.swap(swapped, 2, 3);
    assertDataLossAfter(swapped, 2, "expected ledger 1026", "ledger 1027");
  }

  @Test
  void refusesALedgerThatDoesNotNameTheOneBefore() {
    byte[] foreign = ChainedLedgers.xdr(FIRST + 3);
    byte[] previousHash = hashOf(FIRST + 2);
    int place = indexOf(foreign, previousHash);
    foreign[place] ^= 1;
    List<RawLedger> broken = new ArrayList<>(LEDGERS.subList(0, 6));
    broken.set(3, FakeSource.message(FIRST + 3, foreign, LAST));
    previousHash[0] ^= 1;
    assertDataLossAfter(
        broken,
        3,
        "ledger 1027",
        HexFormat.of().formatHex(hashOf(FIRST + 2)),
        HexFormat.of().formatHex(previousHash));
  }

  @Test
  void refusesALedgerUnderAnotherOnesNumber() {
    List<RawLedger> broken = new ArrayList<>(LEDGERS.subList(0, 6));
    broken.set(3, FakeSource.message(FIRST + 3, ChainedLedgers.xdr(FIRST + 4), LAST));
    assertDataLossAfter(broken, 3, "ledger 1027", "XDR of ledger 1028");
  }

  @Test
  void refusesXdrThatIsCutShort() {
    byte[] whole = ChainedLedgers.xdr(FIRST + 3);
    List<RawLedger> broken = new ArrayList<>(LEDGERS.subList(0, 6));
    broken.set(3, FakeSource.message(FIRST + 3, Arrays.copyOf(whole, whole.length - 8), LAST));
    assertDataLossAfter(broken, 3, "ledger 1027", "at byte ");
  }

  private static void assertDataLossAfter(List<RawLedger> ledgers, int good, String... texts) {
    try (FakeSource source = FakeSource.start(FakeSource.sending(ledgers));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription()).contains(texts);
      assertThat(client.messages())
          .as("the events of the ledgers before, whole, and no other")
          .isEqualTo(ChainedLedgers.events(FIRST, FIRST + good - 1));
    }
  }

  @Test
  void refusesLedgersOfAnotherNetwork() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, Network.of("Another Network"))) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription()).contains("ledger " + FIRST).contains("NETWORK_PASSPHRASE");
      assertThat(client.messages()).isEmpty();
    }
  }

  @Test
  void refusesASourceOfAnotherNetworkBeforeAnyTransaction() {
    Network other = Network.of("Another Network");
    List<RawLedger> empty = new ArrayList<>();
    for (RawLedger ledger : FakeSource.messages(100, new FeeLedgers(100).take(2, 0, 0))) {
      empty.add(ledger.toBuilder().setNetworkId(ByteString.copyFrom(other.id())).build());
    }
    try (FakeSource source = FakeSource.start(FakeSource.serving(empty));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> refused = streamLedgers(processor, 100, 101);
      Status end = refused.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(end.getDescription())
          .contains("ledger 100")
          .contains(other.idHex())
          .contains(FeeLedgers.NETWORK.idHex());
      assertThat(refused.messages()).isEmpty();
      assertThat(processor.metrics().streamsFailed()).as("of the source's making").isEqualTo(1);
    }
    try (FakeSource source = FakeSource.start(FakeSource.serving(empty));
        Processor processor = Processor.start(source, other)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client = streamLedgers(processor, 100, 101);
      client.awaitCompletion();
      assertThat(client.messages()).hasSize(2);
    }
  }

  @Test
  void refusesACursorOfAnotherNetworkNamingBoth() {
    LedgerCursor cursor =
        cursor(FIRST, hashOf(FIRST)).setNetworkId(ByteString.copyFrom(new byte[32])).build();
    Status end = endAfter(cursor, 0);
    assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(end.getDescription())
        .contains("0".repeat(64))
        .contains(ChainedLedgers.NETWORK.idHex())
        .contains("ledger " + FIRST);
  }

  @Test
  void refusesACursorWhoseHashTheNextLedgerDoesNotName() {
    byte[] other = hashOf(FIRST);
    other[0] ^= 1;
    Status end = endAfter(cursor(FIRST, other).build(), 0);
    assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(end.getDescription())
        .contains("ledger " + (FIRST + 1))
        .contains(HexFormat.of().formatHex(other))
        .contains(HexFormat.of().formatHex(hashOf(FIRST)));
  }

  @Test
  void refusesMalformedRequests() {
    LedgerCursor sound = cursor(FIRST + 5, hashOf(FIRST + 5)).build();
    assertInvalid(endAfter(sound, FIRST + 4), "end_ledger " + (FIRST + 4));
    ByteString shortHash = ByteString.copyFrom(new byte[31]);
    assertInvalid(
        endAfter(sound.toBuilder().setLedgerHash(shortHash).build(), 0),
        "ledger_hash has 31 bytes");
    assertInvalid(
        endAfter(sound.toBuilder().clearNetworkId().build(), 0), "network_id has 0 bytes");
    assertInvalid(
        endAfter(sound.toBuilder().setLedgerSequence(-1).build(), 0),
        "ledger_sequence is 4294967295");
  }

  private static void assertInvalid(Status end, String text) {
    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains(text);
  }

  private static Status endAfter(LedgerCursor cursor, int endLedger) {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client = Client.eager();
      processor
          .ledgers()
          .streamLedgerEvents(
              StreamLedgerEventsRequest.newBuilder()
                  .setAfter(cursor)
                  .setEndLedger(endLedger)
                  .build(),
              client);
      Status end = client.awaitEnd();
      assertThat(client.messages()).isEmpty();
      assertThat(processor.metrics().streamsFailed()).as("the request is at fault").isZero();
      assertThat(processor.metrics().lastError().recent()).isEmpty();
      return end;
    }
  }

  private static LedgerCursor.Builder cursor(int sequence, byte[] hash) {
    return LedgerCursor.newBuilder()
        .setLedgerSequence(sequence)
        .setLedgerHash(ByteString.copyFrom(hash))
        .setNetworkId(ByteString.copyFrom(ChainedLedgers.NETWORK.id()));
  }

  private static byte[] hashOf(int sequence) {
    return LedgerView.parse(ChainedLedgers.xdr(sequence), ChainedLedgers.NETWORK).hash().copy();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("the ledger does not name the hash of the one before");
  }
}
