package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.BalanceConservation;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a difference from the network's own events is counted, and ends the stream where that is
 * wanted. Method: a ledger of a protocol below 8, of whose lumens the corpus accounts in one way
 * and the rules in another.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CrossCheckStreamTest {
  private static final Network NETWORK =
      Network.of(GoldenCorpus.SYNTHETIC_UNIFIED.networkPassphrase());

  @Test
  void aDifferenceIsCountedAndTheDerivedEventsAreSent() {
    Differing ledger = Differing.find();
    try (FakeSource source = ledger.source();
        Processor processor = Processor.start(source, options(EventsMode.CROSS_CHECK, false))) {
      Client<StreamLedgerEventsRequest, io.ttpprocessor.protos.v1.LedgerEvents> client =
          StreamTest.streamLedgers(processor, ledger.sequence(), ledger.sequence());
      client.awaitCompletion();
      assertThat(client.messages()).hasSize(1);
      assertThat(client.messages().get(0).getEventsCount())
          .isEqualTo(ledger.events().events().size());
      assertThat(processor.extraction().eventDifferences())
          .isEqualTo(ledger.events().crossCheck().differences().size());
      assertThat(processor.extraction().comparedLedgers()).isEqualTo(1);
      assertThat(processor.extraction().notComparableLedgers()).isZero();
      assertThat(processor.extraction().firstEventDifference())
          .isEqualTo(
              "ledger "
                  + ledger.sequence()
                  + ", "
                  + ledger.events().crossCheck().differences().get(0));
    }
  }

  @Test
  void aDifferenceEndsTheStreamWhereThatIsWanted() {
    Differing ledger = Differing.find();
    try (FakeSource source = ledger.source();
        Processor processor = Processor.start(source, options(EventsMode.CROSS_CHECK, true))) {
      Client<StreamLedgerEventsRequest, io.ttpprocessor.protos.v1.LedgerEvents> client =
          StreamTest.streamLedgers(processor, ledger.sequence(), ledger.sequence());
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription())
          .startsWith("ledger " + ledger.sequence() + ": ")
          .endsWith("the first: " + ledger.events().crossCheck().differences().get(0));
      assertThat(client.messages()).isEmpty();
    }
  }

  @Test
  void aVerificationEndsTheStreamAtALedgerThatDoesNotBalanceWhereItIsToStop() {
    ExtractionOptions options =
        new ExtractionOptions(ChainedLedgers.NETWORK, EventsMode.VERIFY, LedgerChecks.NONE, true);
    List<RawLedger> ledgers = FakeSource.messages(ChainedLedgers.FIRST, ChainedLedgers.all());
    BalanceConservation conservation = new BalanceConservation(ChainedLedgers.NETWORK);
    EventExtractor extractor = new EventExtractor(ChainedLedgers.NETWORK);
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Processor processor = Processor.start(source, options)) {
      Client<StreamLedgerEventsRequest, io.ttpprocessor.protos.v1.LedgerEvents> client =
          StreamTest.streamLedgers(processor, ChainedLedgers.FIRST, ChainedLedgers.LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      LedgerView failed =
          LedgerView.parse(
              ChainedLedgers.all().get(client.messages().size()), ChainedLedgers.NETWORK);
      assertThat(end.getDescription())
          .isEqualTo(conservation.differences(failed, extractor.extract(failed)).get(0).toString());
    }
  }

  @Test
  void aLedgerWithoutTheNetworksEventsIsAnErrorWhereTheyAreWanted() {
    List<byte[]> ledgers = new FeeLedgers(5).take(1, 1, 0);
    ExtractionOptions options =
        new ExtractionOptions(FeeLedgers.NETWORK, EventsMode.UNIFIED, LedgerChecks.NONE, false);
    try (FakeSource source = FakeSource.start(FakeSource.serving(FakeSource.messages(5, ledgers)));
        Processor processor = Processor.start(source, options)) {
      Status end = StreamTest.streamLedgers(processor, 5, 5).awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription()).startsWith("ledger 5, transaction 1 (").contains("derived");
    }
  }

  private static ExtractionOptions options(EventsMode mode, boolean stopsOnDifference) {
    return new ExtractionOptions(NETWORK, mode, LedgerChecks.NONE, stopsOnDifference);
  }

  /** A ledger whose events differ. */
  private record Differing(int sequence, byte[] xdr, LedgerEvents events) {
    private static Differing find() {
      EventExtractor extractor = new EventExtractor(NETWORK, EventsMode.CROSS_CHECK);
      for (byte[] ledger : GoldenCorpus.SYNTHETIC_UNIFIED.ledgers()) {
        LedgerEvents events = extractor.extract(ledger);
        if (!events.crossCheck().differences().isEmpty()) {
          return new Differing((int) events.sequence(), ledger, events);
        }
      }
      throw new AssertionError("the corpus has no such ledger");
    }

    private FakeSource source() {
      return FakeSource.start(FakeSource.serving(FakeSource.messages(sequence, List.of(xdr))));
    }
  }
}
