package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.OperationType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ledgers of one transaction, cut from the synthetic corpora: the smallest successful one with each
 * type of operation in each version of the metadata, and a failed one in each. Small inputs are
 * what a fuzzer makes most of.
 */
final class SmallLedgers {
  static final Network NETWORK = Network.of(GoldenCorpus.SYNTHETIC_DERIVED.networkPassphrase());

  private static final List<byte[]> OF_EVERY_KIND = cutFromCorpora();

  private SmallLedgers() {}

  /** The ledgers, not to be written to. */
  static List<byte[]> ofEveryKind() {
    return OF_EVERY_KIND;
  }

  private static List<byte[]> cutFromCorpora() {
    Map<String, byte[]> smallest = new LinkedHashMap<>();
    for (GoldenCorpus corpus :
        List.of(GoldenCorpus.SYNTHETIC_DERIVED, GoldenCorpus.SYNTHETIC_UNIFIED)) {
      for (byte[] bytes : corpus.ledgers()) {
        LedgerView ledger = LedgerView.parse(bytes, NETWORK);
        if (isWhole(ledger)) {
          collect(ledger, smallest);
        }
      }
    }
    return List.copyOf(smallest.values());
  }

  /** The corpora also have ledgers that no extractor can read. */
  private static boolean isWhole(LedgerView ledger) {
    try {
      return !ledger.transactions().isEmpty();
    } catch (LedgerException e) {
      assertThat(e.ledgerSequence()).isEqualTo(ledger.sequence());
      return false;
    }
  }

  private static void collect(LedgerView ledger, Map<String, byte[]> smallest) {
    List<byte[]> single = LedgerAssembly.ofSingleTransactions(ledger);
    for (LedgerTransaction transaction : ledger.transactions()) {
      byte[] bytes = single.get(transaction.index() - 1);
      for (OperationType type : operationTypes(transaction)) {
        String kind =
            (transaction.successful() ? type : "failed") + " " + transaction.metaVersion();
        smallest.merge(kind, bytes, (a, b) -> b.length < a.length ? b : a);
      }
    }
  }

  /** None where results are missing: the corpora have such transactions too. */
  private static Set<OperationType> operationTypes(LedgerTransaction transaction) {
    Set<OperationType> types = EnumSet.noneOf(OperationType.class);
    try {
      transaction.operations().forEach(operation -> types.add(operation.type()));
    } catch (LedgerException e) {
      assertThat(e).hasMessageContaining("results for");
    }
    return types;
  }
}
