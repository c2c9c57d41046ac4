package io.ttpprocessor.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: derived events are those that the network told, and where they are not, the difference is
 * named. Method: corpora with both kinds of events, as they are and with one byte of one changed.
 */
@Timeout(120)
class CrossCheckTest {
  /** The first protocol whose operations account for all lumens. */
  private static final long BALANCES_ADD_UP = 8;

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_RECENT", "SYNTHETIC_UNIFIED"})
  void derivedEventsAreTheNetworks(GoldenCorpus corpus) {
    assumeTrue(corpus.hasExpectedLines("unified"), () -> "no folder with " + corpus.baseName());
    EventExtractor extractor = crossCheck(corpus);
    List<byte[]> ledgers = corpus.ledgers();
    List<String> unified = corpus.expectedLines("unified");
    for (int i = 0; i < ledgers.size(); i++) {
      LedgerEvents events = extractor.extract(ledgers.get(i));
      ExpectedLedger expected = ExpectedLedger.parse(unified.get(i));
      assertThat(events.crossCheck().isCompared()).as(unified.get(i)).isEqualTo(!expected.isError());
      if (events.protocolVersion() >= BALANCES_ADD_UP) {
        assertThat(events.crossCheck().differences()).as(unified.get(i)).isEmpty();
      }
    }
  }
  private static EventExtractor crossCheck(GoldenCorpus corpus) {
    return new EventExtractor(Network.of(corpus.networkPassphrase()), EventsMode.CROSS_CHECK);
  }
}
