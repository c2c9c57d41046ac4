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
  private final LedgerPlaces places;
  private final int index;
  private final TransactionResultMetaView original;
  private final TransactionResultMetaV1View withRefunds;
  private final TransactionResultView result;

  private TransactionProcessing(
      LedgerPlaces places,
      int index,
      TransactionResultMetaView original,
      TransactionResultMetaV1View withRefunds) {
    this.places = places;
    this.index = index;
    this.original = original;
    this.withRefunds = withRefunds;
    this.result = pair().result();
  }

  /** The result at an index from 0, of LedgerCloseMeta 0 and 1. */
  static TransactionProcessing original(byte[] bytes, LedgerPlaces places, int index) {
    return new TransactionProcessing(
        places, index, TransactionResultMetaView.at(bytes, places.result(index)), null);
  }

  /** The result at an index from 0, of LedgerCloseMeta 2. */
  static TransactionProcessing withRefunds(byte[] bytes, LedgerPlaces places, int index) {
    return new TransactionProcessing(
        places, index, null, TransactionResultMetaV1View.at(bytes, places.result(index)));
  }

  OpaqueView hash() {
    return pair().transactionHash();
  }

  /** The hash and the result, as the result set holds them. */
  TransactionResultPairView pair() {
    return original == null ? withRefunds.result() : original.result();
  }

  TransactionResultView result() {
    return result;
  }

  EntryChanges feeChanges() {
    return EntryChanges.of(
        original == null ? withRefunds.feeProcessing() : original.feeProcessing());
  }

  TransactionMetaView meta() {
    return TransactionMetaView.at(result.bytes(), places.meta(index));
  }

  /** Number of operations that the metadata is of. */
  int operationCount() {
    return places.operationCount(index);
  }

  /** Offset of the metadata of an operation, from 0. */
  int operation(int operation) {
    return places.operation(index, operation);
  }

  /** Where the operations' metadata ends, if there is any. */
  int operationsEnd() {
    return places.operationsEnd(index);
  }

  EntryChanges postApplyFeeChanges() {
    // They follow the metadata.
    return original == null
        ? EntryChanges.at(result.bytes(), places.metaEnd(index))
        : EntryChanges.none();
  }
}
