package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A source of new ledgers, named first, and a lake behind it: one stream, without a gap and without
 * a repetition, whatever each of them holds.
 */
@Timeout(60)
class SeveralSourcesTest {
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());

  /** The newest ledger that the lake has. */
  private static final int SEAM = FIRST + 4;

  private static final List<RawLedger> LAKE = upTo(SEAM);

  @Test
  void readsTheLakeToItsTipAndGoesOverToTheFirst() {
    try (FakeSource rpc = FakeSource.start(keepingFrom(SEAM - 1));
        FakeSource lake = FakeSource.start(FakeSource.serving(LAKE));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      client.awaitCompletion();
      assertIsWhole(client.messages());
      assertThat(starts(rpc)).containsExactly((long) FIRST, SEAM + 1L);
      assertThat(starts(lake)).containsExactly((long) FIRST);
      assertThat(processor.metrics().streamsFailed()).isZero();
    }
  }

  @Test
  void aLiveStreamGoesOnAtTheFirst() {
    try (FakeSource rpc = FakeSource.start(keepingFrom(SEAM));
        FakeSource lake = FakeSource.start(FakeSource.serving(LAKE));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, 0);
      await().until(() -> client.messages().size() == LEDGERS.size());
      assertIsWhole(client.messages());
    }
  }

  @Test
  void anotherLedgerAcrossTheSeamIsRefused() {
    byte[] other = ChainedLedgers.xdr(SEAM + 1).clone();
    other[LedgerView.parse(other, ChainedLedgers.NETWORK).previousHash().offset()] ^= 1;
    List<RawLedger> forked = new ArrayList<>(LEDGERS);
    forked.set(SEAM + 1 - FIRST, FakeSource.message(SEAM + 1, other, LAST));
    try (FakeSource rpc = FakeSource.start(keepingFrom(SEAM, forked));
        FakeSource lake = FakeSource.start(FakeSource.serving(LAKE));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription()).contains("ledger " + (SEAM + 1)).contains("previous hash");
      assertThat(client.messages()).hasSize(SEAM - FIRST + 1);
    }
  }

  @Test
  void theLakeStandsInForAFirstThatIsAway() {
    try (FakeSource rpc = FakeSource.start(FakeSource.serving(LEDGERS));
        FakeSource lake = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      rpc.goAway();
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      client.awaitCompletion();
      assertIsWhole(client.messages());
    }
  }

  @Test
  void aStandInWithoutNewLedgersDoesNotKeepTheStreamFromTheFirst() {
    List<RawLedger> silent = List.of();
    try (FakeSource rpc = FakeSource.start(FakeSource.serving(LEDGERS));
        FakeSource lake = FakeSource.start(FakeSource.sending(silent));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      rpc.goAway();
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      await().until(() -> !lake.requests().isEmpty());
      rpc.comeBack();
      client.awaitCompletion();
      assertIsWhole(client.messages());
    }
  }

  @Test
  void whatNoSourceHasIsToldWithTheReasonsOfAll() {
    try (FakeSource rpc = FakeSource.start(keepingFrom(SEAM + 2));
        FakeSource lake =
            FakeSource.start(
                (request, call) -> call.fail(Status.NOT_FOUND.withDescription("no such object")));
        Processor processor = Processor.start(List.of(rpc, lake), ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(end.getDescription())
          .contains("ledger " + FIRST + ": no source has it")
          .contains(rpc.endpoint() + ": oldest ledger is " + (SEAM + 2))
          .contains(lake.endpoint() + ": no such object");
    }
  }

  /** As an RPC server, which has forgotten what was before a ledger. */
  private static FakeSource.Script keepingFrom(int oldest) {
    return keepingFrom(oldest, LEDGERS);
  }

  private static FakeSource.Script keepingFrom(int oldest, List<RawLedger> ledgers) {
    FakeSource.Script serving = FakeSource.serving(ledgers);
    return (request, call) -> {
      if (request.getStartLedger() < oldest) {
        call.fail(Status.OUT_OF_RANGE.withDescription("oldest ledger is " + oldest));
      } else {
        serving.run(request, call);
      }
    };
  }

  private static List<RawLedger> upTo(int last) {
    return FakeSource.messages(FIRST, ChainedLedgers.all().subList(0, last - FIRST + 1));
  }

  private static List<Long> starts(FakeSource source) {
    return source.requests().stream()
        .map(StreamLedgersRequest::getStartLedger)
        .map(Integer::toUnsignedLong)
        .toList();
  }

  private static void assertIsWhole(List<LedgerEvents> ledgers) {
    assertThat(ledgers)
        .extracting(LedgerEvents::getSequence)
        .isEqualTo(LongStream.rangeClosed(FIRST, LAST).mapToObj(Math::toIntExact).toList());
  }
}
