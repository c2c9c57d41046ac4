package io.ttpprocessor.extract.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: fees of ledgers that a node has made agree with the results; a missing one is named. */
@Timeout(120)
class FeeAgreementTest {
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYNTHETIC_DERIVED", "SYNTHETIC_UNIFIED"})
  void agreesInLedgersOfNodes(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    EventExtractor extractor = new EventExtractor(network);
    int agreed = 0;
    for (byte[] bytes : corpus.ledgers()) {
      LedgerView ledger = LedgerView.parse(bytes, network);
      FeeAgreement.require(ledger, extractor.extract(ledger));
      agreed++;
    }
    assertThat(agreed).isEqualTo(corpus.ledgerCount());
  }

  @Test
  void namesTheTransactionWhoseFeeIsMissing() {
    GoldenCorpus corpus = GoldenCorpus.SYNTHETIC_UNIFIED;
    Network network = Network.of(corpus.networkPassphrase());
    LedgerView ledger = LedgerView.parse(corpus.ledgers().get(0), network);
    LedgerEvents right = new EventExtractor(network).extract(ledger);
    FeeAgreement.require(ledger, right);
    TokenEvent fee =
        right.events().stream().filter(e -> e.kind() == EventKind.FEE).findFirst().orElseThrow();
    List<TokenEvent> events = new ArrayList<>(right.events());
    events.remove(fee);
    LedgerEvents wrong = right.with(events);
    assertThatExceptionOfType(ExtractionException.class)
        .isThrownBy(() -> FeeAgreement.require(ledger, wrong))
        .withMessage(
            "ledger %d, transaction %d (%s) at byte %d: its fee is 0 by the events, but its result"
                + " says that %s was charged",
            right.sequence(),
            fee.transaction().index(),
            fee.transaction().hashHex(),
            ledger.transactions().get(fee.transaction().index() - 1).envelope().offset(),
            fee.amount());
  }
}
