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
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: no altered bit of a ledger gives other events unnoticed. Method: one bit of each 293rd byte
 * of each real ledger, extracted as the strictest configuration of the service does it (EVENTS_MODE
 * verify with LEDGER_CHECKS events). There must be an error, or the same events, or a difference of
 * balances; and what the hashes let pass must lie where {@code LedgerIntegrity} says that they do
 * not reach: in entry changes and events that a node computed, never in what consensus is over.
 */
@Timeout(600)
class FlippedBitTest {
  /** {@code -Dttp.step=97} takes a minute and a half. */
  private static final int STEP = Integer.getInteger("ttp.step", 293);

  /** What became of the flips. */
  private enum Outcome {
    /** The ledger is refused: not well-formed, or against a hash. */
    REFUSED,
    /** The ledger is refused because fee events and results disagree. */
    FEES_DISAGREE,
    /** The events are other ones, and do not explain the changes of balances. */
    BALANCES_DIFFER,
    /** The events are the right ones. */
    UNCHANGED,
    /** The events are other ones, and nothing says so. */
    UNNOTICED
  }

  private final Map<Outcome, Integer> tally = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> unhashed = new TreeMap<>();
  private final List<String> unnoticed = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_HISTORY", "PUBNET_53312000", "PUBNET_RECENT"})
  void isNoticedOrChangesNoEvent(GoldenCorpus corpus, TestReporter reporter) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    CheckedExtractor extractor =
        new CheckedExtractor(network, EventsMode.VERIFY, LedgerChecks.EVENTS);
    for (byte[] bytes : corpus.ledgers()) {
      flipBits(bytes, network, extractor);
    }
    reporter.publishEntry(corpus.baseName(), tally + ", past the hashes in " + unhashed);
    assertThat(unnoticed).isEmpty();
    assertThat(unhashed.keySet()).isSubsetOf("fee changes", "metadata", "refund changes");
    assertThat(tally.get(Outcome.REFUSED)).isGreaterThan(500);
    assertThat(tally.get(Outcome.UNCHANGED)).as("flips that no check need see").isPositive();
  }

  private void flipBits(byte[] bytes, Network network, CheckedExtractor extractor) {
    LedgerView rightLedger = LedgerView.parse(bytes.clone(), network);
    CheckedLedger right = extractor.extract(rightLedger);
    assertThat(right.balances().isBalanced()).isTrue();
    for (int i = 0; i < bytes.length; i += STEP) {
      byte original = bytes[i];
      bytes[i] ^= (byte) (1 << i / STEP % Byte.SIZE);
      Outcome outcome = outcome(bytes, network, extractor, right.events());
      bytes[i] = original;
      tally.merge(outcome, 1, Integer::sum);
      if (outcome != Outcome.REFUSED && outcome != Outcome.UNCHANGED) {
        unhashed.merge(part(rightLedger, i), 1, Integer::sum);
      }
      if (outcome == Outcome.UNNOTICED) {
        unnoticed.add(
            "ledger " + rightLedger.sequence() + ", byte " + i + ": " + part(rightLedger, i));
      }
    }
  }

  private static Outcome outcome(
      byte[] bytes, Network network, CheckedExtractor extractor, LedgerEvents right) {
    try {
      CheckedLedger checked = extractor.extract(LedgerView.parse(bytes, network));
      if (areSame(checked.events(), right)) {
        return Outcome.UNCHANGED;
      }
      return checked.balances().isBalanced() ? Outcome.UNNOTICED : Outcome.BALANCES_DIFFER;
    } catch (XdrException | LedgerException e) {
      return Outcome.REFUSED;
    } catch (ExtractionException e) {
      return e.getMessage().contains("its fee is") ? Outcome.FEES_DISAGREE : Outcome.REFUSED;
    }
  }

  /**
   * Which part of a transaction's processing a byte lies in; what a hash covers is {@code else}.
   */
  private static String part(LedgerView ledger, int offset) {
    List<LedgerTransaction> transactions = ledger.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      LedgerTransaction transaction = transactions.get(i);
      int metaStart = transaction.meta().offset();
      int metaEnd = transaction.meta().end();
      if (offset >= transaction.result().end() && offset < metaStart) {
        return "fee changes";
      }
      if (offset >= metaStart && offset < metaEnd) {
        return "metadata";
      }
      int next = i + 1 < transactions.size() ? transactions.get(i + 1).hash().offset() : metaEnd;
      if (offset >= metaEnd && offset < next) {
        return "refund changes";
      }
    }
    return "else";
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
