package io.ttpprocessor.extract.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the mode verify delivers the derived events and tells what {@link BalanceConservation}
 * finds; no other mode looks at balances. Method: random ledgers, many of which do not balance.
 */
@Timeout(60)
class CheckedExtractorTest {
  private static final GoldenCorpus RANDOM = GoldenCorpus.SYNTHETIC_UNIFIED;
  private static final Network NETWORK = Network.of(RANDOM.networkPassphrase());

  @Test
  void verifyDeliversDerivedEventsAndTellsDifferences() {
    CheckedExtractor verifying =
        new CheckedExtractor(NETWORK, EventsMode.VERIFY, LedgerChecks.NONE);
    EventExtractor derived = new EventExtractor(NETWORK);
    BalanceConservation conservation = new BalanceConservation(NETWORK);
    int balanced = 0;
    int unbalanced = 0;
    for (byte[] bytes : RANDOM.ledgers()) {
      LedgerView ledger = LedgerView.parse(bytes, NETWORK);
      LedgerEvents events = derived.extract(ledger);
      CheckedLedger checked = verifying.extract(ledger);
      assertThat(checked.events().events()).isEqualTo(events.events());
      assertThat(checked.events().crossCheck()).isNull();
      BalanceCheck expected = expected(conservation, ledger, events);
      assertThat(checked.balances()).isEqualTo(expected);
      if (checked.balances().isBalanced()) {
        balanced++;
        assertThat(checked.balances().firstFault()).isNull();
      } else {
        unbalanced++;
        assertThat(checked.balances().firstFault()).startsWith("ledger " + events.sequence());
      }
    }
    assertThat(balanced).isPositive();
    assertThat(unbalanced).isPositive();
  }

  private static BalanceCheck expected(
      BalanceConservation conservation, LedgerView ledger, LedgerEvents events) {
    try {
      List<BalanceDifference> differences = conservation.differences(ledger, events);
      return new BalanceCheck(null, differences);
    } catch (ExtractionException e) {
      return new BalanceCheck(e.getMessage(), List.of());
    }
  }

  @ParameterizedTest
  @EnumSource(value = EventsMode.class, mode = EnumSource.Mode.EXCLUDE, names = "VERIFY")
  void otherModesDoNotLookAtBalances(EventsMode mode) {
    CheckedExtractor extractor = new CheckedExtractor(NETWORK, mode, LedgerChecks.NONE);
    LedgerView ledger = LedgerView.parse(RANDOM.ledgers().get(0), NETWORK);
    assertThat(extractor.extract(ledger).balances()).isNull();
  }

  /** The ledger does not know its network, so it cannot join its transactions itself. */
  @Test
  void hashesTransactionsOnceForChecksAndEvents() {
    GoldenCorpus corpus = GoldenCorpus.PUBNET_RECENT;
    assumeTrue(corpus.isPresent(), "pubnet-recent is not here (see ttp.ledgers)");
    CheckedExtractor extractor =
        new CheckedExtractor(
            Network.of(corpus.networkPassphrase()), EventsMode.DERIVED, LedgerChecks.EVENTS);
    for (byte[] bytes : corpus.ledgers()) {
      LedgerView ledger = LedgerView.parse(bytes, Network.of("another network"));
      assertThat(extractor.extract(ledger).events().events()).isNotEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsNotBalanced() {
    BalanceCheck check = BalanceCheck.unreadable("ledger 7: no such change");
    assertThat(check.isBalanced()).isFalse();
    assertThat(check.firstFault()).isEqualTo("ledger 7: no such change");
  }
}
