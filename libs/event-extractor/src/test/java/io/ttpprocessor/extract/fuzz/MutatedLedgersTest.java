package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ledgers of the synthetic corpora with each 97th byte changed, one at a time: events or an error
 * that says where, and nothing that lingers in the extractor.
 */
@Timeout(300)
class MutatedLedgersTest {
  private static final int STEP = 97;
  private static final int LEDGERS_OF_EACH = 10;
  private static final int CHANGES_BETWEEN = 5;

  private final EventExtractor extractor = new EventExtractor(SmallLedgers.NETWORK);

  @Test
  void changedBytesGiveEventsOrAnError() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);

    for (byte[] ledger : sample()) {
      for (int at = 0; at < ledger.length; at += STEP) {
        outcomes.add(Outcome.of(extractor, changed(ledger, at)));
      }
    }

    // A change of an envelope or of its result's hash is found when the two are joined.
    assertThat(outcomes).contains(Outcome.EVENTS, Outcome.NOT_XDR, Outcome.PARTS_DO_NOT_FIT);
  }

  @Test
  void changedTransactionsGiveEventsOrAnErrorPastTheJoinToo() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);

    for (byte[] ledger : sample()) {
      for (int at = STEP / 2; at < ledger.length; at += STEP) {
        byte[] changed = changed(ledger, at);
        try {
          EnvelopeHashes.restore(changed, SmallLedgers.NETWORK);
        } catch (XdrException e) {
          continue;
        }
        outcomes.add(Outcome.of(extractor, changed));
      }
    }

    assertThat(outcomes).contains(Outcome.EVENTS, Outcome.PARTS_DO_NOT_FIT);
  }

  @Test
  void badLedgersLeaveNothingBehind() {
    for (byte[] ledger : sample()) {
      List<TokenEvent> expected = new EventExtractor(SmallLedgers.NETWORK).extract(ledger).events();

      for (int at = 0; at < ledger.length; at += ledger.length / CHANGES_BETWEEN) {
        Outcome.of(extractor, changed(ledger, at));
        assertThat(extractor.extract(ledger).events()).hasToString(expected.toString());
      }
    }
  }

  private static byte[] changed(byte[] ledger, int at) {
    byte[] changed = ledger.clone();
    changed[at] ^= (byte) (1 << at % Byte.SIZE);
    return changed;
  }

  /** Ledgers with events, spread over both corpora and so over the protocols. */
  private List<byte[]> sample() {
    List<byte[]> sample = new ArrayList<>();
    for (GoldenCorpus corpus :
        List.of(GoldenCorpus.SYNTHETIC_DERIVED, GoldenCorpus.SYNTHETIC_UNIFIED)) {
      List<byte[]> readable =
          corpus.ledgers().stream()
              .filter(ledger -> Outcome.of(extractor, ledger) == Outcome.EVENTS)
              .toList();
      int step = readable.size() / LEDGERS_OF_EACH;
      for (int i = 0; i < LEDGERS_OF_EACH; i++) {
        sample.add(readable.get(i * step));
      }
    }
    return sample;
  }
}
