package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.OperationType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ledgers of every corpus against the reference. That the transactions join is the proof of their
 * hashes, and the contract events, which the reference lists by transaction and operation, that of
 * the order and of the metadata's versions.
 */
@Timeout(300)
class GoldenLedgersTest {
  /**
   * With the number of transactions and of successful ones' operations that the reference counts,
   * in ledgers that it finds no fault with.
   */
  @ParameterizedTest
  @CsvSource({
    "PUBNET_HISTORY, 423, 907",
    "PUBNET_53312000, 163, 169",
    "PUBNET_RECENT, 492, 697",
    "LOAD_PROTOCOL23, 200, 200",
    "LOAD_PROTOCOL28, 14760, 14760",
    "CORE_CLASSIC_OPERATIONS, 1159, 1165",
    "CORE_FROZEN_LEDGER_KEYS, 1233, 1232",
    "CORE_INVOKE_HOST_FUNCTION, 5527, 5271",
    "SYNTHETIC_DERIVED, 3441, 5593",
    "SYNTHETIC_UNIFIED, 2464, 4052"
  })
  void joinsEveryTransaction(GoldenCorpus corpus, int transactions, int operations) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines("derived");
    assertThat(ledgers).hasSize(corpus.ledgerCount()).hasSameSizeAs(lines);
    List<LedgerTransaction> joined = new ArrayList<>();
    for (int i = 0; i < ledgers.size(); i++) {
      LedgerView ledger = LedgerView.parse(ledgers.get(i), network);
      assertThat(lines.get(i))
          .startsWith(
              "{\"ledger\":" + ledger.sequence() + ",\"protocol\":" + ledger.protocolVersion());
      if (doesNotJoin(lines.get(i))) {
        assertThatExceptionOfType(LedgerException.class).isThrownBy(ledger::transactions);
      } else {
        assertThat(ledger.transactions()).doesNotContainNull();
        if (!lines.get(i).contains("\"error\":")) {
          joined.addAll(ledger.transactions());
        }
      }
    }
    assertThat(joined.size()).isEqualTo(transactions);
    int applied = 0;
    for (LedgerTransaction transaction : joined) {
      if (transaction.successful()) {
        transaction.operations().forEach(GoldenLedgersTest::read);
        applied += transaction.operations().size();
      }
    }
    assertThat(applied).isEqualTo(operations);
  }

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void attributesContractEventsAsTheReferenceDoes(GoldenCorpus corpus) {
    assumeTrue(
        corpus.hasExpectedLines("contract"),
        () -> corpus.baseName() + " has no contract events here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines("contract");
    assertThat(ledgers).hasSameSizeAs(lines);
    for (int i = 0; i < ledgers.size(); i++) {
      LedgerView ledger = LedgerView.parse(ledgers.get(i), network);
      if (doesNotJoin(lines.get(i))) {
        assertThatExceptionOfType(LedgerException.class).isThrownBy(ledger::transactions);
      } else {
        assertThat(ContractEventLines.of(ledger)).isEqualTo(lines.get(i));
      }
    }
  }

  @Test
  void refusesTheLedgersOfAnotherNetwork() {
    GoldenCorpus corpus = GoldenCorpus.SYNTHETIC_DERIVED;
    Network network = Network.of("Test SDF Network ; September 2015");
    int refused = 0;
    for (byte[] bytes : corpus.ledgers().subList(0, 50)) {
      LedgerView ledger = LedgerView.parse(bytes, network);
      if (ledger.processings().length == 0) {
        continue;
      }
      refused++;
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(ledger::transactions)
          .withMessageStartingWith("ledger " + ledger.sequence() + ", transaction 1 (")
          .withMessageEndingWith("(wrong network passphrase? see NETWORK_PASSPHRASE)");
    }
    assertThat(refused).isPositive();
  }

  private static boolean doesNotJoin(String line) {
    return line.contains("unknown tx hash in LedgerCloseMeta")
        || line.contains("TransactionMeta.V=2 is required");
  }

  private static void read(LedgerOperation operation) {
    assertThat(operation.result().type()).isIn(operation.type(), OperationType.MANAGE_SELL_OFFER);
    assertThat(operation.sourceAccount().address()).startsWith("G");
    int changes = 0;
    for (LedgerEntryChangeView change : operation.changes()) {
      assertThat(change.type()).isNotNull();
      changes++;
    }
    assertThat(changes).isEqualTo(operation.changes().count());
  }
}
