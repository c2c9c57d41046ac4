package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.DependentTxClusterView;
import io.ttpprocessor.xdr.GeneralizedTransactionSetView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.ParallelTxExecutionStageView;
import io.ttpprocessor.xdr.ParallelTxsComponentView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionPhaseView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TxSetComponentView;
import java.util.function.Consumer;

/** What the versions 0 to 2 of LedgerCloseMeta have in common. */
public final class LedgerCloseMetas {
  private LedgerCloseMetas() {}

  /** The header with its stated hash, whichever version the metadata is of. */
  public static LedgerHeaderHistoryEntryView header(LedgerCloseMetaView meta) {
    switch (meta.v()) {
      case 0:
        return meta.v0().ledgerHeader();
      case 1:
        return meta.v1().ledgerHeader();
      case 2:
        return meta.v2().ledgerHeader();
      default:
        throw unexpectedVersion(meta);
    }
  }

  /** What became of the transactions, in apply order. */
  static TransactionProcessing[] processings(LedgerCloseMetaView meta) {
    switch (meta.v()) {
      case 0:
        return locate(meta.v0().txProcessing());
      case 1:
        return locate(meta.v1().txProcessing());
      case 2:
        return locate(meta.v2().txProcessing());
      default:
        throw unexpectedVersion(meta);
    }
  }

  /** Hands over the envelopes of the transaction set, in its own order. */
  static void forEachEnvelope(
      LedgerCloseMetaView meta, Consumer<TransactionEnvelopeView> consumer) {
    switch (meta.v()) {
      case 0:
        meta.v0().txSet().txs().forEach(consumer);
        break;
      case 1:
        forEachEnvelope(meta.v1().txSet(), consumer);
        break;
      case 2:
        forEachEnvelope(meta.v2().txSet(), consumer);
        break;
      default:
        throw unexpectedVersion(meta);
    }
  }

  private static void forEachEnvelope(
      GeneralizedTransactionSetView set, Consumer<TransactionEnvelopeView> consumer) {
    for (TransactionPhaseView phase : set.v1TxSet().phases()) {
      if (phase.v() == 0) {
        for (TxSetComponentView component : phase.v0Components()) {
          component.txsMaybeDiscountedFee().txs().forEach(consumer);
        }
      } else {
        forEachEnvelope(phase.parallelTxsComponent(), consumer);
      }
    }
  }

  private static void forEachEnvelope(
      ParallelTxsComponentView component, Consumer<TransactionEnvelopeView> consumer) {
    for (ParallelTxExecutionStageView stage : component.executionStages()) {
      for (DependentTxClusterView cluster : stage.clusters()) {
        cluster.transactions().forEach(consumer);
      }
    }
  }

  private static TransactionProcessing[] locate(TransactionResultMetaView.Sequence processings) {
    TransactionProcessing[] located = new TransactionProcessing[processings.count()];
    int index = 0;
    for (TransactionResultMetaView processing : processings) {
      located[index++] = TransactionProcessing.of(processing);
    }
    return located;
  }

  private static TransactionProcessing[] locate(TransactionResultMetaV1View.Sequence processings) {
    TransactionProcessing[] located = new TransactionProcessing[processings.count()];
    int index = 0;
    for (TransactionResultMetaV1View processing : processings) {
      located[index++] = TransactionProcessing.of(processing);
    }
    return located;
  }

  private static IllegalStateException unexpectedVersion(LedgerCloseMetaView meta) {
    return new IllegalStateException("no ledger metadata of version " + meta.v());
  }
}
