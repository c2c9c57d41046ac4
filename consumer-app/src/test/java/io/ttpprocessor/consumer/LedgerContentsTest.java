package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.EventDigests;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.TestContractEvents;
import io.ttpprocessor.store.TestDigests;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.store.TokenTransferTable;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Goal: a ledger whose events are not those of its digest is refused, with both digests. The tests
 * compute digests by another way than the program.
 */
class LedgerContentsTest {
  private static final EventTable TRANSFERS = new TokenTransferTable();
  private static final EventTable CONTRACT_EVENTS =
      new ContractEventTable(List.of(), List.of(), false);

  /** Ledger 11: three token transfers and two contract events, numbered 0 and 3. */
  private static LedgerEvents changed(Consumer<LedgerEvents.Builder> change) {
    LedgerEvents.Builder ledger = TestLedgers.range(11, 11).get(0).toBuilder();
    change.accept(ledger);
    return ledger.build();
  }

  private static void assertRefused(EventTable table, LedgerEvents ledger, String message) {
    assertThatThrownBy(() -> new LedgerContents(table).check(ledger))
        .isInstanceOf(ConsumerException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theDigestOfNothingIsThatOfNoBytes() {
    // SHA-256 of the empty string, FIPS 180-4's examples.
    EventDigest digest = new EventDigests().of(TRANSFERS, TestLedgers.ledger(1));
    assertThat(digest.getCount()).isZero();
    assertThat(HexFormat.of().formatHex(digest.getSha256().toByteArray()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void digestsOfAnyLengthAgreeAgainAndAgain() {
    EventDigests digests = new EventDigests();
    for (LedgerEvents ledger : TestLedgers.range(1, 50)) {
      assertThat(digests.of(TRANSFERS, ledger)).isEqualTo(ledger.getTokenTransferDigest());
      assertThat(digests.of(CONTRACT_EVENTS, ledger)).isEqualTo(ledger.getContractEventDigest());
    }
    LedgerEvents large =
        TestDigests.added(
                TestLedgers.ledger(1, TestLedgers.transfer("1")).toBuilder()
                    .addContractEvents(
                        TestContractEvents.numbered(
                            0,
                            TestContractEvents.event(
                                "big", TestContractEvents.value("\"" + "x".repeat(9_999) + "\"")))))
            .build();
    assertThat(digests.of(CONTRACT_EVENTS, large)).isEqualTo(large.getContractEventDigest());
  }

  @Test
  void aWholeLedgerPasses() {
    for (EventTable table : List.of(TRANSFERS, CONTRACT_EVENTS)) {
      assertThatCode(() -> new LedgerContents(table).check(changed(ledger -> {})))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anEventThatIsMissingOrChangedIsNoticed() {
    assertRefused(
        TRANSFERS,
        changed(ledger -> ledger.removeEvents(2)),
        "ledger 11 is not what its digest says: 3 events of SHA-256 ");
    assertRefused(
        TRANSFERS,
        changed(
            ledger ->
                ledger
                    .getEventsBuilder(1)
                    .getTokenTransferBuilder()
                    .getTransferBuilder()
                    .setAmount("112")),
        "ledger 11 is not what its digest says: 3 events of SHA-256 ");
    assertRefused(
        CONTRACT_EVENTS,
        changed(ledger -> ledger.removeContractEvents(0)),
        "ledger 11 is not what its digest says: 2 events of SHA-256 ");
    assertRefused(
        CONTRACT_EVENTS,
        changed(ledger -> ledger.getContractEventsBuilder(1).setOrdinal(4)),
        "ledger 11 is not what its digest says");
    assertRefused(
        CONTRACT_EVENTS,
        changed(ledger -> ledger.getContractEventDigestBuilder().setCount(3)),
        "3 events of SHA-256 ");
  }

  @Test
  void aServiceThatKnowsNoContractEventsIsNotTakenForOneThatHasNone() {
    assertRefused(
        CONTRACT_EVENTS,
        TestLedgers.ledger(5),
        "ledger 5 of the stream has no digest of its contract_events: the service knows none");
    assertThatCode(() -> new LedgerContents(TRANSFERS).check(TestLedgers.ledger(5)))
        .doesNotThrowAnyException();
  }

  @Test
  void contractEventsAreNumberedUpwards() {
    assertRefused(
        CONTRACT_EVENTS,
        changed(ledger -> ledger.getContractEventsBuilder(1).setOrdinal(0)),
        "ledger 11 has event 0 after event 0");
    assertRefused(
        CONTRACT_EVENTS,
        changed(ledger -> ledger.getContractEventsBuilder(0).setOrdinal(-1)),
        "ledger 11 has event 3 after event 4294967295");
  }
}
