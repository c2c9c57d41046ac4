package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.stream.StreamTest.getEvents;
import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a ledger that does not agree with its hashes ends the stream at the level that covers them.
 * Method: ledgers whose headers and transaction sets are hashed right, and their results at random.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamChecksTest {
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());

  @Test
  void sendsLedgersWhoseTransactionSetsAgree() {
    Status end = stream(LEDGERS, LedgerChecks.TRANSACTIONS, FIRST, LAST);
    assertThat(end.isOk()).as(end.toString()).isTrue();
  }

  @Test
  void endsAtResultsThatDoNotAgree() {
    Status end = stream(LEDGERS, LedgerChecks.RESULTS, FIRST, FIRST - 1);
    assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(end.getDescription()).contains("ledger 1024: SHA-256 of the results is ");
  }

  @Test
  void endsAtAHeaderThatWasAltered() {
    byte[] altered = ChainedLedgers.xdr(FIRST + 3);
    LedgerView ledger = LedgerView.parse(altered, ChainedLedgers.NETWORK);
    altered[ledger.header().header().scpValue().txSetHash().end() + Long.BYTES - 1] ^= 1;
    List<RawLedger> ledgers = new ArrayList<>(LEDGERS);
    ledgers.set(3, FakeSource.message(FIRST + 3, altered, LAST));
    Status end = stream(ledgers, LedgerChecks.HEADER, FIRST, FIRST + 2);
    assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(end.getDescription())
        .contains("ledger 1027: SHA-256 of the header is ")
        .contains("but the ledger states " + ledger.hash().hex());
  }

  /**
   * The entries of random ledgers have random balances, which are told and do not stop anything.
   */
  @Test
  void verifyCountsLedgersWhoseBalancesDifferAndGoesOn() {
    ExtractionOptions options = options(EventsMode.VERIFY, LedgerChecks.NONE);
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS));
        Processor processor = Processor.start(source, options)) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(FIRST, LAST));
      ExtractionMetrics metrics = processor.extraction();
      assertThat(metrics.ledgersVerified()).isEqualTo(LAST - FIRST + 1);
      assertThat(metrics.ledgersUnbalanced()).isBetween(1L, metrics.ledgersVerified());
      // Several workers: the ledger that is found first is one of the first, and some cannot be
      // read.
      assertThat(metrics.firstBalanceDifference())
          .startsWith("ledger 10")
          .containsAnyOf(": the balance of ", " is not UTF-8");
    }
  }

  /** How a stream of all ledgers ends that is to have sent the events of the range. */
  private static Status stream(List<RawLedger> ledgers, LedgerChecks level, long first, long last) {
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Processor processor = Processor.start(source, options(EventsMode.DERIVED, level))) {
      Client<GetEventsRequest, TokenTransferEvent> client = getEvents(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(client.messages()).isEqualTo(ChainedLedgers.events(first, last));
      return end;
    }
  }

  private static ExtractionOptions options(EventsMode mode, LedgerChecks level) {
    return new ExtractionOptions(ChainedLedgers.NETWORK, mode, level, false);
  }
}
