package io.ttpprocessor.extract.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: right events explain every change of a balance, and wrong ones are found and named. Method:
 * all ledgers that a node has made; and ledgers whose events are dropped, doubled and altered one
 * at a time.
 */
@Timeout(120)
class BalanceConservationTest {
  private static final GoldenCorpus RANDOM = GoldenCorpus.SYNTHETIC_DERIVED;
  private static final Network NETWORK = Network.of(RANDOM.networkPassphrase());

  /** Entries of random ledgers have random balances: they are left out. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYNTHETIC_DERIVED", "SYNTHETIC_UNIFIED"})
  void explainsEveryChangeInLedgersOfNodes(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    EventExtractor extractor = new EventExtractor(network);
    BalanceConservation conservation = new BalanceConservation(network);
    List<BalanceDifference> differences = new ArrayList<>();
    int ledgers = 0;
    for (byte[] bytes : corpus.ledgers()) {
      LedgerView ledger = LedgerView.parse(bytes, network);
      differences.addAll(conservation.differences(ledger, extractor.extract(ledger)));
      ledgers++;
    }
    assertThat(differences).isEmpty();
    assertThat(ledgers).isEqualTo(corpus.ledgerCount());
  }

  @Test
  void findsAnEventThatIsMissing() {
    assertEachFound((events, index) -> events.remove(index), -1);
  }

  @Test
  void findsAnEventThatIsThereTwice() {
    assertEachFound((events, index) -> events.add(events.get(index)), 1);
  }

  @Test
  void findsAnAlteredAmount() {
    assertEachFound((events, index) -> events.set(index, oneMore(events.get(index))), 0);
  }

  /** What a worker keeps of a ledger after its check is memory that no limit counts. */
  @Test
  void keepsNothingOfALedger() throws InterruptedException {
    BalanceConservation conservation = new BalanceConservation(OneOperation.NETWORK);
    ReferenceQueue<byte[]> released = new ReferenceQueue<>();
    WeakReference<byte[]> bytes = new WeakReference<>(check(conservation), released);
    for (int i = 0; i < 100 && !bytes.refersTo(null); i++) {
      System.gc();
      released.remove(100);
    }
    assertThat(bytes.refersTo(null)).isTrue();
    assertThat(check(conservation)).as("it can be used again").isNotEmpty();
  }

  /** Checks a ledger whose last change is of an account, and returns its bytes. */
  private static byte[] check(BalanceConservation conservation) {
    XdrBytes payment = XdrBytes.account(2).append(XdrBytes.nativeAsset()).int64(1);
    byte[] bytes =
        OneOperation.of(1, payment)
            .changes(XdrBytes.change(0, XdrBytes.accountEntry(3, 10)))
            .ledger();
    LedgerView ledger = LedgerView.parse(bytes, OneOperation.NETWORK);
    LedgerEvents events = new EventExtractor(OneOperation.NETWORK).extract(ledger);
    assertThat(conservation.differences(ledger, events)).isNotEmpty();
    return bytes;
  }

  private interface Alteration {
    void apply(List<TokenEvent> events, int index);
  }

  /**
   * Alters each event that moves a balance in random ledgers that happen to balance.
   *
   * @param share how much of the event's amount its holder is to differ by; 0 for a single unit
   */
  private static void assertEachFound(Alteration alteration, int share) {
    EventExtractor extractor = new EventExtractor(NETWORK);
    BalanceConservation conservation = new BalanceConservation(NETWORK);
    int altered = 0;
    for (byte[] bytes : balancedLedgers()) {
      LedgerView ledger = LedgerView.parse(bytes, NETWORK);
      LedgerEvents right = extractor.extract(ledger);
      for (int i = 0; i < right.events().size(); i++) {
        TokenEvent event = right.events().get(i);
        if (movesBalance(event)) {
          List<TokenEvent> events = new ArrayList<>(right.events());
          alteration.apply(events, i);
          assertNamed(event, share, conservation.differences(ledger, with(right, events)));
          altered++;
        }
      }
    }
    assertThat(altered).isGreaterThan(100);
  }

  private static void assertNamed(TokenEvent event, int share, List<BalanceDifference> found) {
    Address holder = event.from() == null ? event.to() : event.from();
    BigInteger units = share == 0 ? BigInteger.ONE : event.amount().toBigInteger();
    int sign = (event.from() == null ? 1 : -1) * (share < 0 ? -1 : 1);
    BigInteger expected = units.multiply(BigInteger.valueOf(sign));
    assertThat(found)
        .as(event.toString())
        .anySatisfy(
            difference -> {
              assertThat(difference.transactionHash()).isEqualTo(event.transaction().hashHex());
              assertThat(difference.transactionIndex()).isEqualTo(event.transaction().index());
              assertThat(difference.holder()).isEqualTo(holder);
              assertThat(difference.asset()).isEqualTo(event.asset());
              assertThat(difference.byEvents().subtract(difference.byEntries()))
                  .isEqualTo(expected);
              assertThat(difference.toString())
                  .contains("ledger " + difference.ledgerSequence())
                  .contains(event.transaction().hashHex())
                  .contains("balance of " + holder + " in " + event.asset());
            });
  }

  /** The random ledgers that happen to balance. */
  private static List<byte[]> balancedLedgers() {
    EventExtractor extractor = new EventExtractor(NETWORK);
    BalanceConservation conservation = new BalanceConservation(NETWORK);
    List<byte[]> balanced = new ArrayList<>();
    Map<String, Integer> leftOut = new TreeMap<>();
    for (byte[] bytes : RANDOM.ledgers()) {
      String reason = reasonToLeaveOut(bytes, extractor, conservation);
      if (reason == null) {
        balanced.add(bytes);
      } else {
        leftOut.merge(reason, 1, Integer::sum);
      }
    }
    List<String> expected = RANDOM.expectedLines("derived");
    int withoutEvents = (int) expected.stream().filter(l -> l.contains("\"error\":")).count();
    // Of the corpus as it is: entries of random ledgers have random changes and balances.
    assertThat(leftOut)
        .containsExactly(
            entry("balances differ", 297),
            entry("changes cannot be read", 202),
            entry("no events", withoutEvents));
    assertThat(balanced).hasSize(RANDOM.ledgerCount() - withoutEvents - 202 - 297);
    return balanced;
  }

  /** Null when the ledger balances; an error that is not of its bytes ends the test. */
  private static String reasonToLeaveOut(
      byte[] bytes, EventExtractor extractor, BalanceConservation conservation) {
    LedgerView ledger;
    LedgerEvents events;
    try {
      ledger = LedgerView.parse(bytes, NETWORK);
      events = extractor.extract(ledger);
    } catch (XdrException | LedgerException | ExtractionException e) {
      return "no events";
    }
    try {
      return conservation.differences(ledger, events).isEmpty() ? null : "balances differ";
    } catch (ExtractionException e) {
      return "changes cannot be read";
    }
  }

  private static boolean movesBalance(TokenEvent event) {
    Address holder = event.from() == null ? event.to() : event.from();
    return event.asset() != null
        && holder.kind() != StrKey.Kind.CONTRACT
        && holder.kind() != StrKey.Kind.MUXED_ACCOUNT
        && !holder.equals(event.to() == holder ? null : event.to())
        && event.amount().toBigInteger().signum() != 0;
  }

  private static TokenEvent oneMore(TokenEvent event) {
    TokenEvent.Builder builder =
        TokenEvent.of(event.kind(), event.transaction(), event.operationIndex())
            .asset(event.asset())
            .amount(Amount.of(event.amount().toBigInteger().add(BigInteger.ONE)))
            .to(event.to());
    return event.kind() == EventKind.MINT ? builder.build() : builder.from(event.from()).build();
  }

  private static LedgerEvents with(LedgerEvents ledger, List<TokenEvent> events) {
    return ledger.with(events);
  }
}
