package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TransactionResultPairView;
import io.ttpprocessor.xdr.TransactionResultView;
import io.ttpprocessor.xdr.runtime.OpaqueView;

/**
 * What became of one transaction: TransactionResultMeta of LedgerCloseMeta 0 and 1, or
 * TransactionResultMetaV1 of LedgerCloseMeta 2, which adds the changes of fee refunds made after
 * all transactions.
 */
final class TransactionProcessing {
  private final TransactionResultMetaView original;
  private final TransactionResultMetaV1View withRefunds;
  private final TransactionResultPairView pair;
  private final OpaqueView hash;
  private final TransactionResultView result;

  private TransactionProcessing(
      TransactionResultMetaView original, TransactionResultMetaV1View withRefunds) {
    this.original = original;
    this.withRefunds = withRefunds;
    this.pair = original == null ? withRefunds.result() : original.result();
    this.hash = pair.transactionHash();
    this.result = pair.result();
  }

  static TransactionProcessing of(TransactionResultMetaView processing) {
    return new TransactionProcessing(processing, null);
  }

  static TransactionProcessing of(TransactionResultMetaV1View processing) {
    return new TransactionProcessing(null, processing);
  }

  OpaqueView hash() {
    return hash;
  }

  /** The hash and the result, as the result set holds them. */
  TransactionResultPairView pair() {
    return pair;
  }

  TransactionResultView result() {
    return result;
  }

  EntryChanges feeChanges() {
    return EntryChanges.of(
        original == null ? withRefunds.feeProcessing() : original.feeProcessing());
  }

  TransactionMetaView meta() {
    return original == null ? withRefunds.txApplyProcessing() : original.txApplyProcessing();
  }

  EntryChanges postApplyFeeChanges() {
    return original == null
        ? EntryChanges.of(withRefunds.postTxApplyFeeProcessing())
        : EntryChanges.none();
  }
}
