package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.GeneralizedTransactionSetView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.TransactionPhaseView;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ledgers of one transaction, cut from the synthetic corpora: the smallest successful one with each
 * type of operation in each version of the metadata, and a failed one in each; and the smallest
 * successful one in each form of a ledger. All hashes in them are theirs, so that no check refuses
 * them for one. Small inputs are what a fuzzer makes most of.
 */
public final class SmallLedgers {
  public static final Network NETWORK =
      Network.of(GoldenCorpus.SYNTHETIC_DERIVED.networkPassphrase());

  private static final List<byte[]> OF_EVERY_KIND = cutFromCorpora();

  private SmallLedgers() {}

  /** The ledgers, not to be written to. */
  public static List<byte[]> ofEveryKind() {
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
    List<byte[]> ledgers = smallest.values().stream().distinct().toList();
    ledgers.forEach(ledger -> NetworkHashes.restore(ledger, NETWORK));
    return ledgers;
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
        smallest.merge(kind, bytes, SmallLedgers::smaller);
        if (transaction.successful()) {
          smallest.merge(form(LedgerView.parse(bytes, NETWORK)), bytes, SmallLedgers::smaller);
        }
      }
    }
  }

  /** The versions of a ledger of one transaction, and of the phase that the transaction is in. */
  static String form(LedgerView ledger) {
    int version = ledger.metaVersion();
    String phase = version == 0 ? "no" : isParallel(ledger.meta()) ? "a parallel" : "a sequential";
    return "LedgerCloseMeta "
        + version
        + " with "
        + phase
        + " phase and TransactionMeta "
        + ledger.transactions().get(0).metaVersion();
  }

  private static boolean isParallel(LedgerCloseMetaView meta) {
    GeneralizedTransactionSetView set = meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet();
    for (TransactionPhaseView phase : set.v1TxSet().phases()) {
      if (phase.v() == 1) {
        return true;
      }
    }
    return false;
  }

  private static byte[] smaller(byte[] one, byte[] other) {
    return other.length < one.length ? other : one;
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
