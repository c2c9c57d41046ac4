package io.ttpprocessor.extract;

import static io.ttpprocessor.extract.OneOperation.address;
import static io.ttpprocessor.extract.XdrBytes.accountAddress;
import static io.ttpprocessor.extract.XdrBytes.event;
import static io.ttpprocessor.extract.XdrBytes.i128;
import static io.ttpprocessor.extract.XdrBytes.string;
import static io.ttpprocessor.extract.XdrBytes.symbol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: derived events are those that the network told, and where they are not, the difference is
 * named. Method: corpora with both kinds of events, as they are and with a byte changed.
 */
@Timeout(120)
class CrossCheckTest {
  /** The first protocol whose operations account for all lumens. */
  private static final long BALANCES_ADD_UP = 8;

  /** Ledgers of the random corpus that the reference refuses for a fee. */
  private static final int UNSOUND = 15;

  private static final Pattern TRANSACTION = Pattern.compile("txHash: ([0-9a-f]{64})");

  private static final byte[] LUMENS =
      StrKey.decode("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC").payload();

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_RECENT", "SYNTHETIC_UNIFIED"})
  void derivedEventsAreTheNetworks(GoldenCorpus corpus) {
    assumeTrue(corpus.hasExpectedLines("unified"), () -> "no folder with " + corpus.baseName());
    EventExtractor extractor = crossCheck(corpus);
    EventExtractor derived = new EventExtractor(Network.of(corpus.networkPassphrase()));
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines("unified");
    int unreadable = 0;
    for (int i = 0; i < ledgers.size(); i++) {
      LedgerEvents events = extractor.extract(ledgers.get(i));
      String place = "ledger " + events.sequence();
      boolean isOfOtherVersion = lines.get(i).contains("expected version 4");
      assertThat(events.crossCheck().isCompared()).as(place).isEqualTo(!isOfOtherVersion);
      assertThat(events.events()).isEqualTo(derived.extract(ledgers.get(i)).events());
      if (ExpectedLedger.parse(lines.get(i)).isError() && !isOfOtherVersion) {
        unreadable++;
        assertUnsoundFee(lines.get(i), events.crossCheck().differences());
      } else if (events.protocolVersion() >= BALANCES_ADD_UP) {
        assertThat(events.crossCheck().differences()).as(place).isEmpty();
      }
    }
    assertThat(unreadable).isEqualTo(corpus == GoldenCorpus.SYNTHETIC_UNIFIED ? UNSOUND : 0);
  }

  /** Of a ledger that the reference refuses for a fee: that fee is a difference. */
  private static void assertUnsoundFee(String line, List<EventDifference> differences) {
    List<EventDifference> fees = differences.stream().filter(d -> d.operationIndex() == 0).toList();
    assertThat(fees)
        .as(line)
        .isNotEmpty()
        .allSatisfy(
            difference -> {
              assertThat(difference.derived().kind()).isEqualTo(EventKind.FEE);
              assertThat(difference.unified()).isNull();
            });
    Matcher hash = TRANSACTION.matcher(line);
    if (hash.find()) {
      assertThat(fees.get(0).transaction().hashHex()).isEqualTo(hash.group(1));
    }
    assertThat(fees.get(0).fault() == null).isEqualTo(line.contains("no fee events found"));
  }

  @Test
  void aMalformedFeeIsADifferenceAndTheRestIsCompared() {
    LedgerEvents events =
        payment(transfer(11, "native"))
            .transactionEvents(UnifiedReadingTest.fee(1, 1, 100))
            .ledgerEvents();
    assertThat(events.crossCheck().isCompared()).isTrue();
    assertThat(events.crossCheck().differences())
        .satisfiesExactly(
            fee -> {
              assertThat(fee.operationIndex()).isZero();
              assertThat(fee.derived().kind()).isEqualTo(EventKind.FEE);
              assertThat(fee.unified()).isNull();
              assertThat(fee.fault()).contains("AFTER_TX");
              assertThat(fee.toString()).contains("unified not readable: the fee event");
            },
            transfer -> {
              assertThat(transfer.operationIndex()).isEqualTo(1);
              assertThat(transfer.derived().amount()).hasToString("10");
              assertThat(transfer.unified().amount()).hasToString("11");
              assertThat(transfer.fault()).isNull();
            });
  }

  @Test
  void aMalformedEventBesideASoundFeeIsADifferenceOfTheFees() {
    XdrBytes noTopics = XdrBytes.ints(0).append(event(LUMENS, i128(0, 1)));
    LedgerEvents events =
        payment(transfer(10, "native"))
            .transactionEvents(UnifiedReadingTest.fee(0, 1, 100), noTopics)
            .ledgerEvents();
    assertThat(events.crossCheck().differences())
        .singleElement()
        .satisfies(fee -> assertThat(fee.fault()).contains("no topics"));
  }

  @Test
  void anOperationThatTheMetadataDoesNotHaveIsADifference() {
    LedgerEvents events = payment().withoutOperationMeta().ledgerEvents();
    assertThat(events.crossCheck().isCompared()).isTrue();
    assertThat(events.crossCheck().differences())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.operationIndex()).isEqualTo(1);
              assertThat(difference.derived().amount()).hasToString("10");
              assertThat(difference.unified()).isNull();
            });
  }

  @Test
  void aLedgerWithoutAnyFeeEventIsNotComparable() {
    LedgerEvents events = payment().transactionEvents().ledgerEvents();
    assertThat(events.crossCheck().isCompared()).isFalse();
    assertThat(events.crossCheck().obstacle()).contains("transaction 1 (").contains("no fee event");
  }

  @Test
  void aLedgerWithoutTheNetworksEventsIsNotComparable() {
    assumeTrue(GoldenCorpus.PUBNET_53312000.isPresent(), "no folder with pubnet-53312000");
    byte[] ledger = GoldenCorpus.PUBNET_53312000.ledgers().get(0);
    LedgerEvents events = crossCheck(GoldenCorpus.PUBNET_53312000).extract(ledger);
    assertThat(events.events()).hasSize(296);
    assertThat(events.crossCheck().isCompared()).isFalse();
    assertThat(events.crossCheck().differences()).isEmpty();
    assertThat(events.crossCheck().obstacle()).contains("ledger 53312000, transaction 1 (");
  }

  @Test
  void aChangedAmountIsFoundAndNamed() {
    Edit edit = new Edit();
    edit.ledger[edit.amountEnd - 1] ^= 1;
    EventDifference difference = edit.onlyDifference();
    assertThat(difference.derived().kind()).isEqualTo(difference.unified().kind());
    long changed = difference.derived().amount().low() ^ 1;
    assertThat(difference.unified().amount().low()).isEqualTo(changed);
    assertThat(difference.toString())
        .contains(edit.transactionHash)
        .contains(": " + difference.derived().amount() + " ")
        .contains(": " + difference.unified().amount() + " ");
  }

  @Test
  void anEventOfAnotherNameIsMissed() {
    Edit edit = new Edit();
    edit.ledger[edit.nameStart] ^= 1;
    EventDifference difference = edit.onlyDifference();
    assertThat(difference.derived()).isNotNull();
    assertThat(difference.unified()).isNull();
  }

  @Test
  void anAssetOfAnotherNameIsADifference() {
    LedgerEvents events = payment(transfer(10, "somebody")).ledgerEvents();
    assertThat(events.crossCheck().differences()).hasSize(1);
    assertThat(events.crossCheck().differences().get(0).unified().asset()).isNull();
  }

  @Test
  void anEventTooManyIsADifferenceAndOneThatIsOfNoAssetIsSkipped() {
    LedgerEvents twice = payment(transfer(10, "native"), transfer(10, "native")).ledgerEvents();
    assertThat(twice.crossCheck().differences()).hasSize(1);
    assertThat(twice.crossCheck().differences().get(0).derived()).isNull();

    LedgerEvents other = payment(transfer(10, "native"), transfer(11, "somebody")).ledgerEvents();
    assertThat(other.crossCheck().differences()).isEmpty();
    assertThat(other.skipped())
        .extracting(SkippedEvent::reason)
        .containsExactly(SkipReason.NOT_OF_AN_ASSET);
  }

  @Test
  void anotherFeeIsADifferenceOfTheTransaction() {
    LedgerEvents events =
        payment().transactionEvents(UnifiedReadingTest.fee(0, 1, 101)).ledgerEvents();
    assertThat(events.crossCheck().differences())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.operationIndex()).isZero();
              assertThat(difference.derived().amount()).hasToString("100");
              assertThat(difference.unified().amount()).hasToString("101");
            });
  }

  @Test
  void orderWithinAnOperationDoesNotCount() {
    LedgerEvents events = payment(transfer(10, "native")).ledgerEvents();
    assertThat(events.crossCheck().differences()).isEmpty();
    assertThat(events.events())
        .last()
        .satisfies(event -> assertThat(event.to()).hasToString(address(2)));
  }

  private static OneOperation payment(XdrBytes... events) {
    return payment().events(events);
  }

  /** A payment of 10 stroops from account 1 to account 2, told by the network. */
  private static OneOperation payment() {
    return UnifiedReadingTest.payment(2, 10)
        .events(transfer(10, "native"))
        .transactionEvents(UnifiedReadingTest.fee(0, 1, 100))
        .mode(EventsMode.CROSS_CHECK);
  }

  private static XdrBytes transfer(long amount, String asset) {
    return event(
        LUMENS,
        i128(0, amount),
        symbol("transfer"),
        accountAddress(1),
        accountAddress(2),
        string(asset));
  }

  private static EventExtractor crossCheck(GoldenCorpus corpus) {
    return new EventExtractor(Network.of(corpus.networkPassphrase()), EventsMode.CROSS_CHECK);
  }

  /** A ledger of the corpus that has no difference, and where in it one event lies. */
  private static final class Edit {
    private static final int AMOUNT_SIZE = 20; // discriminant and i128

    private byte[] ledger;
    private int transactionIndex;
    private String transactionHash;
    private int operationIndex;
    private int nameStart;
    private int amountEnd;

    private Edit() {
      for (byte[] candidate : GoldenCorpus.SYNTHETIC_UNIFIED.ledgers()) {
        LedgerEvents events = crossCheck(GoldenCorpus.SYNTHETIC_UNIFIED).extract(candidate);
        boolean isEqual = events.crossCheck().isCompared() && events.skipped().isEmpty();
        if (isEqual && events.protocolVersion() >= BALANCES_ADD_UP && locate(candidate)) {
          return;
        }
      }
      throw new AssertionError("no such event in the corpus");
    }

    private boolean locate(byte[] candidate) {
      Network network = Network.of(GoldenCorpus.SYNTHETIC_UNIFIED.networkPassphrase());
      for (LedgerTransaction transaction : LedgerView.parse(candidate, network).transactions()) {
        if (!transaction.successful() || transaction.isSoroban()) {
          continue;
        }
        for (LedgerOperation operation : transaction.operations()) {
          for (ContractEventView event : operation.contractEvents()) {
            SCValView data = event.body().v0().data();
            SCValView name = event.body().v0().topics().get(0);
            if (data.type() == SCValType.SCV_I128 && name.sym().utf8().equals("transfer")) {
              ledger = candidate;
              transactionIndex = transaction.index();
              transactionHash = transaction.hashHex();
              operationIndex = operation.index();
              nameStart = name.sym().offset();
              amountEnd = data.offset() + AMOUNT_SIZE;
              return true;
            }
          }
        }
      }
      return false;
    }

    private EventDifference onlyDifference() {
      LedgerEvents events = crossCheck(GoldenCorpus.SYNTHETIC_UNIFIED).extract(ledger);
      assertThat(events.crossCheck().isCompared()).as(events.crossCheck().obstacle()).isTrue();
      assertThat(events.crossCheck().differences()).hasSize(1);
      EventDifference difference = events.crossCheck().differences().get(0);
      assertThat(difference.transaction().index()).isEqualTo(transactionIndex);
      assertThat(difference.transaction().hashHex()).isEqualTo(transactionHash);
      assertThat(difference.operationIndex()).isEqualTo(operationIndex);
      return difference;
    }
  }
}
