package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.processor.testing.CrowdedTransaction;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ledgers of very many events, and very many ledgers of none, through each service. */
@Timeout(120)
class LargeAndEmptyLedgersTest {
  private static final int MANY_EVENTS = 11_000;
  private static final int MANY_LEDGERS = 100_000;
  private static final int FIRST = 5;

  private static StreamLedgerEventsRequest wholeLedgers(int last) {
    return StreamLedgerEventsRequest.newBuilder()
        .setStartLedger(FIRST)
        .setEndLedger(last)
        .addProducts(Product.PRODUCT_TOKEN_TRANSFERS)
        .addProducts(Product.PRODUCT_CONTRACT_EVENTS)
        .setIncludeDigests(true)
        .build();
  }

  @Test
  void elevenThousandEventsOfOneLedgerPass() {
    List<RawLedger> ledgers =
        FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(1, MANY_EVENTS, 0));
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> events =
          StreamTest.getEvents(processor, FIRST, FIRST);
      events.awaitCompletion();
      assertThat(events.messages()).hasSize(MANY_EVENTS);
      Client<StreamLedgerEventsRequest, LedgerEvents> whole = Client.eager();
      processor.ledgers().streamLedgerEvents(wholeLedgers(FIRST), whole);
      whole.awaitCompletion();
      assertThat(whole.messages()).hasSize(1);
      assertThat(whole.messages().get(0).getEventsList())
          .extracting(event -> event.getTokenTransfer())
          .isEqualTo(events.messages());
      assertThat(whole.messages().get(0).getTokenTransferDigest().getCount())
          .isEqualTo(MANY_EVENTS);
    }
  }

  @Test
  void elevenThousandEventsOfOneTransactionPass() {
    CrowdedTransaction crowded = CrowdedTransaction.with(MANY_EVENTS);
    int ledger = (int) crowded.sequence();
    List<RawLedger> ledgers = FakeSource.messages(ledger, List.of(crowded.xdr()));
    try (FakeSource source = FakeSource.start(FakeSource.serving(ledgers));
        Processor processor = Processor.start(source, CrowdedTransaction.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> events =
          StreamTest.getEvents(processor, ledger, ledger);
      events.awaitCompletion();
      assertThat(events.messages())
          .filteredOn(event -> event.getMeta().getTxHash().equals(crowded.transaction()))
          .filteredOn(TokenTransferEvent::hasTransfer)
          .hasSizeGreaterThan(MANY_EVENTS);
      Client<GetContractEventsRequest, ContractEvent> ofContracts = Client.eager();
      processor
          .contractEvents()
          .getContractEvents(
              GetContractEventsRequest.newBuilder()
                  .setStartLedger(ledger)
                  .setEndLedger(ledger)
                  .build(),
              ofContracts);
      ofContracts.awaitCompletion();
      assertThat(ofContracts.messages())
          .filteredOn(event -> event.getMeta().getTxHash().equals(crowded.transaction()))
          .hasSizeGreaterThan(MANY_EVENTS);
      Client<StreamLedgerEventsRequest, LedgerEvents> whole = Client.eager();
      processor
          .ledgers()
          .streamLedgerEvents(
              wholeLedgers(ledger).toBuilder().setStartLedger(ledger).build(), whole);
      whole.awaitCompletion();
      LedgerEvents only = whole.messages().get(0);
      assertThat(only.getEventsList())
          .extracting(event -> event.getTokenTransfer())
          .isEqualTo(events.messages());
      assertThat(only.getContractEventsList())
          .extracting(event -> event.getEvent())
          .isEqualTo(ofContracts.messages());
      assertThat(only.getContractEventDigest().getCount()).isEqualTo(ofContracts.messages().size());
    }
  }

  @Test
  void aHundredThousandLedgersWithoutEventsPass() {
    int last = FIRST + MANY_LEDGERS - 1;
    List<RawLedger> ledgers =
        FakeSource.messages(FIRST, new FeeLedgers(FIRST).take(MANY_LEDGERS, 0, 0));
    try (FakeSource source =
            FakeSource.start(
                (request, call) -> {
                  for (RawLedger ledger : ledgers) {
                    call.send(ledger);
                  }
                  call.complete();
                });
        Processor processor = Processor.start(source, FeeLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> whole = Client.eager();
      processor.ledgers().streamLedgerEvents(wholeLedgers(last), whole);
      whole.awaitMessages(MANY_LEDGERS);
      whole.awaitCompletion();
      List<LedgerEvents> received = whole.messages();
      for (int i = 0; i < MANY_LEDGERS; i++) {
        assertThat(received.get(i).getSequence()).isEqualTo(FIRST + i);
        assertThat(received.get(i).getEventsCount()).isZero();
      }
      Client<GetEventsRequest, TokenTransferEvent> events =
          StreamTest.getEvents(processor, FIRST, last);
      events.awaitCompletion();
      assertThat(events.messages()).isEmpty();
      Client<GetContractEventsRequest, ContractEvent> ofContracts = Client.eager();
      processor
          .contractEvents()
          .getContractEvents(
              GetContractEventsRequest.newBuilder()
                  .setStartLedger(FIRST)
                  .setEndLedger(last)
                  .build(),
              ofContracts);
      ofContracts.awaitCompletion();
      assertThat(ofContracts.messages()).isEmpty();
    }
  }
}
