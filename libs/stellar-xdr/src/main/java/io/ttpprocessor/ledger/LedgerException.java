package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.io.Serializable;

/**
 * A ledger whose XDR is well formed but whose parts do not fit together: a result without its
 * envelope, an operation without its result, metadata of a version that cannot be used.
 *
 * <p>The message begins with the place: ledger, then where known transaction (index in apply order
 * from 1, and hash) and operation (index from 1), and the byte at which that lies.
 */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Where the fault is.
   *
   * @param transaction index from 1, or 0
   * @param hash of the transaction, or null
   * @param operation index from 1, or 0
   * @param offset of the operation, or else of the transaction, or else -1
   */
  private record Place(long ledger, int transaction, String hash, int operation, int offset)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private static Place of(LedgerTransaction transaction) {
      return new Place(
          transaction.ledger().sequence(),
          transaction.index(),
          transaction.hashHex(),
          0,
          transaction.envelope().offset());
    }

    private static Place of(LedgerOperation operation) {
      Place transaction = of(operation.transaction());
      return new Place(
          transaction.ledger,
          transaction.transaction,
          transaction.hash,
          operation.index(),
          operation.operation().offset());
    }

    @Override
    public String toString() {
      StringBuilder place = new StringBuilder("ledger ").append(ledger);
      if (transaction > 0) {
        place.append(", transaction ").append(transaction).append(" (").append(hash).append(')');
      }
      if (operation > 0) {
        place.append(", operation ").append(operation);
      }
      if (offset >= 0) {
        place.append(" at byte ").append(offset);
      }
      return place.toString();
    }
  }

  private final Place place;
  private final String detail;

  private LedgerException(Place place, String detail) {
    super(place + ": " + detail);
    this.place = place;
    this.detail = detail;
  }

  /** A fault of the ledger as a whole. */
  public static LedgerException inLedger(long ledgerSequence, String detail) {
    return new LedgerException(new Place(ledgerSequence, 0, null, 0, -1), detail);
  }

  /**
   * A fault of a transaction that is not joined to its envelope.
   *
   * @param transactionIndex from 1, in apply order
   * @param hash the transaction's, as its result states it
   */
  static LedgerException inTransaction(
      long ledgerSequence, int transactionIndex, OpaqueView hash, String detail) {
    return new LedgerException(
        new Place(ledgerSequence, transactionIndex, hash.hex(), 0, hash.offset()), detail);
  }

  /** A fault of a transaction. */
  public static LedgerException in(LedgerTransaction transaction, String detail) {
    return new LedgerException(Place.of(transaction), detail);
  }

  /** A fault of an operation. */
  public static LedgerException in(LedgerOperation operation, String detail) {
    return new LedgerException(Place.of(operation), detail);
  }

  /** Sequence number of the ledger. */
  public long ledgerSequence() {
    return place.ledger;
  }

  /** Index of the transaction in apply order, from 1; 0 when no transaction is concerned. */
  public int transactionIndex() {
    return place.transaction;
  }

  /** Hash of the transaction as 64 hexadecimal digits; null when no transaction is concerned. */
  public String transactionHash() {
    return place.hash;
  }

  /** Index of the operation in its transaction, from 1; 0 when no operation is concerned. */
  public int operationIndex() {
    return place.operation;
  }

  /**
   * Where the operation begins in the ledger's bytes, or else the transaction's envelope, or else
   * the hash in a result without envelope; -1 when no transaction is concerned.
   */
  public int byteOffset() {
    return place.offset;
  }

  /** What is wrong, without the place. */
  public String detail() {
    return detail;
  }
}
