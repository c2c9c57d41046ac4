package io.ttpprocessor.extract.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.EventsMode;
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
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: no altered bit of a ledger gives other events unnoticed. Method: one bit of each 97th byte
 * of each real ledger; at the strictest level there must be an error, or the same events. What the
 * network's hashes do not cover (see {@code LedgerIntegrity}) may give other events only where the
 * balances then differ.
 */
@Timeout(600)
class FlippedBitTest {
  private static final int STEP = 97;

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_HISTORY", "PUBNET_53312000", "PUBNET_RECENT"})
  void isNoticedOrChangesNoEvent(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    CheckedExtractor extractor =
        new CheckedExtractor(network, EventsMode.DERIVED, LedgerChecks.EVENTS);
    BalanceConservation conservation = new BalanceConservation(network);
    List<String> unnoticed = new ArrayList<>();
    int refused = 0;
    for (byte[] bytes : corpus.ledgers()) {
      LedgerEvents right = extractor.extract(LedgerView.parse(bytes, network)).events();
      for (int i = 0; i < bytes.length; i += STEP) {
        byte original = bytes[i];
        bytes[i] ^= (byte) (1 << i / STEP % Byte.SIZE);
        try {
          LedgerView ledger = LedgerView.parse(bytes, network);
          LedgerEvents events = extractor.extract(ledger).events();
          if (!areSame(events, right) && conservation.differences(ledger, events).isEmpty()) {
            unnoticed.add("ledger " + ledger.sequence() + ", byte " + i);
          }
        } catch (XdrException | LedgerException | ExtractionException e) {
          refused++;
        } finally {
          bytes[i] = original;
        }
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(refused).isGreaterThan(1000);
  }

  private static boolean areSame(LedgerEvents one, LedgerEvents other) {
    if (one.sequence() != other.sequence()
        || one.closeTimeSeconds() != other.closeTimeSeconds()
        || one.protocolVersion() != other.protocolVersion()
        || !Arrays.equals(one.hash(), other.hash())
        || !Arrays.equals(one.previousHash(), other.previousHash())
        || one.events().size() != other.events().size()) {
      return false;
    }
    for (int i = 0; i < one.events().size(); i++) {
      if (!areSame(one.events().get(i), other.events().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areSame(TokenEvent one, TokenEvent other) {
    return one.kind() == other.kind()
        && one.transaction().equals(other.transaction())
        && one.operationIndex() == other.operationIndex()
        && one.contract().equals(other.contract())
        && Objects.equals(one.from(), other.from())
        && Objects.equals(one.to(), other.to())
        && Objects.equals(one.asset(), other.asset())
        && one.amount().equals(other.amount())
        && text(one.toMuxedInfo()).equals(text(other.toMuxedInfo()));
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
