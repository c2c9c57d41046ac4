package io.ttpprocessor.extract.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: no altered bit of a ledger gives other events unnoticed. Method: one bit of each 97th byte
 * of each real ledger; at the strictest level there must be an error, or the same events. What the
 * network's hashes do not cover (see {@code LedgerIntegrity}) may give other events only where the
 * balances then differ.
 */
@Timeout(300)
class FlippedBitTest {
  private static final int STEP = 97;

  /** With how many flips change events that no hash covers, all found by their balances. */
  @ParameterizedTest
  @CsvSource({"PUBNET_HISTORY, 3", "PUBNET_53312000, 2", "PUBNET_RECENT, 22"})
  void isNoticedOrChangesNoEvent(GoldenCorpus corpus, int foundByBalancesOnly) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    CheckedExtractor extractor =
        new CheckedExtractor(new EventExtractor(network), LedgerChecks.EVENTS);
    BalanceConservation conservation = new BalanceConservation(network);
    List<String> unnoticed = new ArrayList<>();
    int unbalanced = 0;
    for (byte[] bytes : corpus.ledgers()) {
      String events = text(extractor.extract(LedgerView.parse(bytes, network)));
      for (int i = 0; i < bytes.length; i += STEP) {
        byte right = bytes[i];
        bytes[i] ^= (byte) (1 << i / STEP % Byte.SIZE);
        try {
          LedgerView ledger = LedgerView.parse(bytes, network);
          LedgerEvents altered = extractor.extract(ledger);
          if (text(altered).equals(events)) {
            continue;
          }
          if (conservation.differences(ledger, altered).isEmpty()) {
            unnoticed.add("ledger " + ledger.sequence() + ", byte " + i);
          } else {
            unbalanced++;
          }
        } catch (XdrException | LedgerException | ExtractionException e) {
          assertThat(e).hasMessageNotContaining("null");
        } finally {
          bytes[i] = right;
        }
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(unbalanced).isEqualTo(foundByBalancesOnly);
  }

  /** All that the ledger's events say. */
  private static String text(LedgerEvents ledger) {
    StringBuilder text = new StringBuilder();
    text.append(ledger.sequence()).append(' ').append(ledger.closeTimeSeconds()).append(' ');
    text.append(ledger.protocolVersion()).append(Arrays.toString(ledger.hash()));
    text.append(Arrays.toString(ledger.previousHash()));
    for (TokenEvent event : ledger.events()) {
      text.append('\n').append(event).append(event.transaction().hashHex());
      text.append(event.contract()).append(text(event.toMuxedInfo()));
    }
    return text.toString();
  }

  private static String text(MuxedInfo info) {
    if (info == null) {
      return "";
    }
    return switch (info.kind()) {
      case TEXT -> " text " + info.text();
      case ID -> " id " + info.id();
      case HASH -> " hash " + Arrays.toString(info.hash());
    };
  }
}
