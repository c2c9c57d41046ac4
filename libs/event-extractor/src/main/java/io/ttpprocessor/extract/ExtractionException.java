package io.ttpprocessor.extract;

import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;

/**
 * A ledger from which events cannot be told: what its operations, results and entry changes say
 * does not fit together. None of the ledger's events are given.
 *
 * <p>The message names the ledger, the transaction (index in apply order from 1, and hash) and,
 * where one is concerned, the operation (index from 1, and type), and the byte of the ledger at
 * which that begins.
 */
public final class ExtractionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long ledgerSequence;
  private final int transactionIndex;
  private final String transactionHash;
  private final int operationIndex;
  private final int byteOffset;

  private ExtractionException(
      LedgerTransaction transaction, LedgerOperation operation, String detail, Throwable cause) {
    super(place(transaction, operation) + ": " + detail, cause);
    this.ledgerSequence = transaction.ledger().sequence();
    this.transactionIndex = transaction.index();
    this.transactionHash = transaction.hashHex();
    this.operationIndex = operation == null ? 0 : operation.index();
    this.byteOffset = offset(transaction, operation);
  }

  /** A fault of a transaction; the cause may be null. */
  public static ExtractionException in(
      LedgerTransaction transaction, String detail, Throwable cause) {
    return new ExtractionException(transaction, null, detail, cause);
  }

  /** A fault of an operation; the cause may be null. */
  public static ExtractionException in(LedgerOperation operation, String detail, Throwable cause) {
    return new ExtractionException(operation.transaction(), operation, detail, cause);
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

  /** Where the operation begins in the ledger's bytes, or else the transaction's envelope. */
  public int byteOffset() {
    return byteOffset;
  }

  private static String place(LedgerTransaction transaction, LedgerOperation operation) {
    return "ledger "
        + transaction.ledger().sequence()
        + ", transaction "
        + transaction.index()
        + " ("
        + transaction.hashHex()
        + ")"
        + (operation == null
            ? ""
            : ", operation " + operation.index() + " (" + operation.type() + ")")
        + " at byte "
        + offset(transaction, operation);
  }

  private static int offset(LedgerTransaction transaction, LedgerOperation operation) {
    return operation == null ? transaction.envelope().offset() : operation.operation().offset();
  }
}
