package io.ttpprocessor.extract;

import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;

/**
 * A ledger from which events cannot be told: what its operations, results and entry changes say
 * does not fit together. None of the ledger's events are given.
 *
 * <p>The message names the ledger, the transaction (index in apply order from 1, and hash) and,
 * where one is concerned, the operation (index from 1, and type).
 */
public final class ExtractionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long ledgerSequence;
  private final int transactionIndex;
  private final String transactionHash;
  private final int operationIndex;

  private ExtractionException(
      LedgerTransaction transaction, int operationIndex, String message, Throwable cause) {
    super(message, cause);
    this.ledgerSequence = transaction.ledger().sequence();
    this.transactionIndex = transaction.index();
    this.transactionHash = transaction.hashHex();
    this.operationIndex = operationIndex;
  }

  /** A fault of a transaction; the cause may be null. */
  public static ExtractionException in(
      LedgerTransaction transaction, String detail, Throwable cause) {
    return new ExtractionException(transaction, 0, place(transaction) + ": " + detail, cause);
  }

  /** A fault of an operation; the cause may be null. */
  public static ExtractionException in(LedgerOperation operation, String detail, Throwable cause) {
    String place =
        place(operation.transaction())
            + ", operation "
            + operation.index()
            + " ("
            + operation.type()
            + ")";
    return new ExtractionException(
        operation.transaction(), operation.index(), place + ": " + detail, cause);
  }

  /** Sequence number of the ledger. */
  public long ledgerSequence() {
    return ledgerSequence;
  }

  /** Index of the transaction in apply order, from 1. */
  public int transactionIndex() {
    return transactionIndex;
  }

  /** Hash of the transaction as 64 lowercase hexadecimal digits. */
  public String transactionHash() {
    return transactionHash;
  }

  /** Index of the operation in its transaction, from 1; 0 when no operation is concerned. */
  public int operationIndex() {
    return operationIndex;
  }

  private static String place(LedgerTransaction transaction) {
    return "ledger "
        + transaction.ledger().sequence()
        + ", transaction "
        + transaction.index()
        + " ("
        + transaction.hashHex()
        + ")";
  }
}
