package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.TransactionHasher;
import io.ttpprocessor.xdr.DependentTxClusterView;
import io.ttpprocessor.xdr.GeneralizedTransactionSetView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.ParallelTxExecutionStageView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionPhaseView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TxSetComponentView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes results belong to envelopes again after either was changed: otherwise nearly every change
 * ends at a transaction hash that is not known, and no rule is ever reached.
 */
final class EnvelopeHashes {
  private EnvelopeHashes() {}

  /**
   * Writes the hash of the first envelope into the first result, and so on; the bytes change.
   *
   * @throws io.ttpprocessor.xdr.runtime.XdrException when the bytes are no LedgerCloseMeta
   */
  static void restore(byte[] ledger, Network network) {
    LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
    TransactionHasher hasher = new TransactionHasher(network);
    List<OpaqueView> places = resultHashes(meta);
    List<TransactionEnvelopeView> envelopes = envelopes(meta);
    for (int i = 0; i < Math.min(places.size(), envelopes.size()); i++) {
      byte[] hash = hasher.hash(envelopes.get(i));
      System.arraycopy(hash, 0, ledger, places.get(i).offset(), hash.length);
    }
  }

  private static List<OpaqueView> resultHashes(LedgerCloseMetaView meta) {
    List<OpaqueView> places = new ArrayList<>();
    if (meta.v() == 2) {
      for (TransactionResultMetaV1View processing : meta.v2().txProcessing()) {
        places.add(processing.result().transactionHash());
      }
      return places;
    }
    TransactionResultMetaView.Sequence processings =
        meta.v() == 0 ? meta.v0().txProcessing() : meta.v1().txProcessing();
    for (TransactionResultMetaView processing : processings) {
      places.add(processing.result().transactionHash());
    }
    return places;
  }

  private static List<TransactionEnvelopeView> envelopes(LedgerCloseMetaView meta) {
    List<TransactionEnvelopeView> envelopes = new ArrayList<>();
    if (meta.v() == 0) {
      meta.v0().txSet().txs().forEach(envelopes::add);
      return envelopes;
    }
    GeneralizedTransactionSetView set = meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet();
    for (TransactionPhaseView phase : set.v1TxSet().phases()) {
      if (phase.v() == 0) {
        for (TxSetComponentView component : phase.v0Components()) {
          component.txsMaybeDiscountedFee().txs().forEach(envelopes::add);
        }
      } else {
        for (ParallelTxExecutionStageView stage : phase.parallelTxsComponent().executionStages()) {
          for (DependentTxClusterView cluster : stage.clusters()) {
            cluster.transactions().forEach(envelopes::add);
          }
        }
      }
    }
    return envelopes;
  }
}
