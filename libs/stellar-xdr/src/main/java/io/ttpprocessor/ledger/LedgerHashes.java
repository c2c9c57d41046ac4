package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.GeneralizedTransactionSetView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionSetView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Computes the hashes that the network's nodes compute of a ledger, from the bytes where they lie.
 * A hash stays in {@link #hash} until the next is computed. Not thread-safe.
 */
final class LedgerHashes {
  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] hash = new byte[Sha256.SIZE];
  private final byte[] word = new byte[Integer.BYTES];

  /** The hash computed last; overwritten by the next. */
  byte[] hash() {
    return hash;
  }

  /** Hash of the header: what the next ledger names as its previous hash. */
  void ofHeader(LedgerView ledger) {
    update(ledger.header().header());
    finish();
  }

  /**
   * Hash of the transaction set: of a generalized one its XDR (CAP-42), of an original one the
   * previous ledger's hash and the envelopes, without their count.
   */
  void ofTransactionSet(LedgerCloseMetaView meta, LedgerPlaces places) {
    switch (meta.v()) {
      case 0:
        updateOriginalSet(meta.v0().txSet());
        break;
      case 1:
        updateGeneralizedSet(meta.v1().txSet(), places);
        break;
      default:
        updateGeneralizedSet(meta.v2().txSet(), places);
        break;
    }
    finish();
  }

  /** Hash of the results in apply order: of TransactionResultSet. */
  void ofResults(TransactionProcessing[] processings) {
    update(processings.length);
    for (TransactionProcessing processing : processings) {
      update(processing.pair());
    }
    finish();
  }

  /** Hash of what a contract invocation came to: of InvokeHostFunctionSuccessPreImage. */
  void ofInvocation(SCValView returnValue, Iterable<ContractEventView> events) {
    update(returnValue);
    ContractEventView first = null;
    ContractEventView last = null;
    for (ContractEventView event : events) {
      if (first == null) {
        first = event;
      }
      last = event;
    }
    if (first == null) {
      update(0);
    } else {
      // The array as it lies in the metadata: its count, then one event after the other.
      int start = first.offset() - Integer.BYTES;
      digest.update(first.bytes(), start, last.end() - start);
    }
    finish();
  }

  private void updateGeneralizedSet(GeneralizedTransactionSetView set, LedgerPlaces places) {
    digest.update(set.bytes(), set.offset(), places.transactionSetEnd() - set.offset());
  }

  private void updateOriginalSet(TransactionSetView set) {
    digest.update(set.bytes(), set.offset(), Sha256.SIZE);
    for (TransactionEnvelopeView envelope : set.txs()) {
      update(envelope);
    }
  }

  private void update(XdrView view) {
    digest.update(view.bytes(), view.offset(), view.size());
  }

  private void update(int value) {
    word[0] = (byte) (value >>> 24);
    word[1] = (byte) (value >>> 16);
    word[2] = (byte) (value >>> 8);
    word[3] = (byte) value;
    digest.update(word);
  }

  private void finish() {
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives " + digest.getDigestLength() + " bytes", e);
    }
  }
}
