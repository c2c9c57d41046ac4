package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.verify.BalanceConservation;
import io.ttpprocessor.extract.verify.BalanceDifference;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.xdr.SCValView;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads a ledger in each way there is, and looks at all that comes of it. As in a service, one
 * reader sees many ledgers, good and bad.
 */
final class AllReadings {
  private final Network network;
  private final EventExtractor derived;
  private final EventExtractor unified;
  private final EventExtractor crossCheck;
  private final ContractEventExtractor contractEvents = new ContractEventExtractor();
  private final BalanceConservation balances;
  private final CheckedExtractor checked;
  private final CheckedExtractor verifying;
  private final Set<Outcome> ofChecks = EnumSet.noneOf(Outcome.class);

  AllReadings(Network network) {
    this.network = network;
    this.derived = new EventExtractor(network, EventsMode.DERIVED);
    this.unified = new EventExtractor(network, EventsMode.UNIFIED);
    this.crossCheck = new EventExtractor(network, EventsMode.CROSS_CHECK);
    this.balances = new BalanceConservation(network);
    this.checked = new CheckedExtractor(network, EventsMode.DERIVED, LedgerChecks.EVENTS);
    this.verifying = new CheckedExtractor(network, EventsMode.VERIFY, LedgerChecks.EVENTS);
  }

  /** What becomes of the derived reading; the others may come to another error. */
  Outcome of(byte[] ledger) {
    Outcome outcome = Outcome.of(ledger, () -> requireReadable(derived.extract(ledger)));
    assertThat(Outcome.of(ledger, () -> crossCheck(ledger))).isEqualTo(outcome);
    Outcome.of(ledger, () -> requireReadable(unified.extract(ledger)));
    Outcome.of(ledger, () -> readContractEvents(ledger));
    Outcome.of(ledger, () -> readBalances(ledger));
    Outcome ofCheck = Outcome.of(ledger, () -> readChecked(ledger));
    assertThat(Outcome.of(ledger, () -> readVerified(ledger))).isEqualTo(ofCheck);
    // Checks refuse what the reading alone would tell, never the other way round.
    assertThat(outcome == Outcome.READ || ofCheck != Outcome.READ).isTrue();
    ofChecks.add(ofCheck);
    return outcome;
  }

  /** What became of the ledgers so far under the strictest checks. */
  Set<Outcome> ofChecks() {
    return ofChecks;
  }

  /** Whatever the network told, the events are the derived ones. */
  private void crossCheck(byte[] ledger) {
    LedgerEvents checked = crossCheck.extract(ledger);
    requireReadable(checked);
    assertThat(checked.events()).isEqualTo(derived.extract(ledger).events());
    for (EventDifference difference : checked.crossCheck().differences()) {
      assertThat(difference.toString()).contains(difference.transaction().hashHex());
    }
  }

  private void readContractEvents(byte[] ledger) {
    LedgerView view = LedgerView.parse(ledger, network);
    for (ContractEvent event : contractEvents.extract(view).events()) {
      assertThat(event.eventType()).isNotNull();
      event.topics().forEach(AllReadings::requireWithoutLoss);
      requireWithoutLoss(event.data());
    }
  }

  private void readBalances(byte[] ledger) {
    LedgerView view = LedgerView.parse(ledger, network);
    for (BalanceDifference difference : balances.differences(view, derived.extract(view))) {
      assertThat(difference.byEvents()).isNotEqualTo(difference.byEntries());
      assertThat(difference.toString()).contains(difference.holder().toString());
    }
  }

  private void readChecked(byte[] ledger) {
    CheckedLedger told = checked.extract(LedgerView.parse(ledger, network));
    requireReadable(told.events());
    assertThat(told.events().events()).isEqualTo(derived.extract(ledger).events());
    assertThat(told.balances()).isNull();
  }

  private void readVerified(byte[] ledger) {
    CheckedLedger told = verifying.extract(LedgerView.parse(ledger, network));
    requireReadable(told.events());
    assertThat(told.events().events()).isEqualTo(derived.extract(ledger).events());
    if (!told.balances().isBalanced()) {
      assertThat(told.balances().firstFault()).startsWith("ledger " + told.events().sequence());
    }
  }

  private static void requireWithoutLoss(SCValView value) {
    byte[] again = ScValJson.parse(ScValJson.of(value), ScValJson.typeOf(value));
    assertThat(again).isEqualTo(value.copy());
  }

  private static void requireReadable(LedgerEvents ledger) {
    assertThat(ledger.hash()).hasSize(32);
    assertThat(ledger.previousHash()).hasSize(32);
    for (TokenEvent event : ledger.events()) {
      assertThat(event.kind()).isNotNull();
      assertThat(event.toString()).isNotBlank();
      assertThat(event.transaction().index()).isPositive();
      assertThat(event.operationIndex()).isNotNegative();
      assertThat(event.amount()).isNotNull();
      assertThat(event.contract()).isNotNull();
    }
    for (SkippedEvent event : ledger.skipped()) {
      assertThat(event.reason()).isNotNull();
      assertThat(event.transaction().index()).isPositive();
    }
  }
}
