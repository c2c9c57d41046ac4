package io.ttpprocessor.ledger;

/**
 * A ledger whose XDR is well formed but whose parts do not fit together: a result without its
 * envelope, an operation without its result, metadata of a version that cannot be used.
 *
 * <p>The message begins with the place: ledger, then where known transaction (index in apply order
 * from 1, and hash) and operation (index from 1).
 */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long ledgerSequence;
  private final int transactionIndex;
  private final String transactionHash;
  private final int operationIndex;
  private final String detail;

  private LedgerException(
      long ledgerSequence,
      int transactionIndex,
      String transactionHash,
      int operationIndex,
      String detail) {
    super(place(ledgerSequence, transactionIndex, transactionHash, operationIndex) + detail);
    this.ledgerSequence = ledgerSequence;
    this.transactionIndex = transactionIndex;
    this.transactionHash = transactionHash;
    this.operationIndex = operationIndex;
    this.detail = detail;
  }

  /** A fault of the ledger as a whole. */
  public static LedgerException inLedger(long ledgerSequence, String detail) {
    return new LedgerException(ledgerSequence, 0, null, 0, detail);
  }

  /** A fault of a transaction before it is joined; index from 1, hash as 64 hexadecimal digits. */
  public static LedgerException inTransaction(
      long ledgerSequence, int transactionIndex, String transactionHash, String detail) {
    return new LedgerException(ledgerSequence, transactionIndex, transactionHash, 0, detail);
  }

  /** A fault of a transaction. */
  public static LedgerException in(LedgerTransaction transaction, String detail) {
    return new LedgerException(
        transaction.ledger().sequence(), transaction.index(), transaction.hashHex(), 0, detail);
  }

  /** A fault of an operation. */
  public static LedgerException in(LedgerOperation operation, String detail) {
    LedgerTransaction transaction = operation.transaction();
    return new LedgerException(
        transaction.ledger().sequence(),
        transaction.index(),
        transaction.hashHex(),
        operation.index(),
        detail);
  }

  /** Sequence number of the ledger. */
  public long ledgerSequence() {
    return ledgerSequence;
  }

  /** Index of the transaction in apply order, from 1; 0 when no transaction is concerned. */
  public int transactionIndex() {
    return transactionIndex;
  }

  /** Hash of the transaction as 64 hexadecimal digits; null when no transaction is concerned. */
  public String transactionHash() {
    return transactionHash;
  }

  /** Index of the operation in its transaction, from 1; 0 when no operation is concerned. */
  public int operationIndex() {
    return operationIndex;
  }

  /** What is wrong, without the place. */
  public String detail() {
    return detail;
  }

  private static String place(long ledger, int transaction, String hash, int operation) {
    StringBuilder place = new StringBuilder("ledger ").append(ledger);
    if (transaction > 0) {
      place.append(", transaction ").append(transaction).append(" (").append(hash).append(')');
    }
    if (operation > 0) {
      place.append(", operation ").append(operation);
    }
    return place.append(": ").toString();
  }
}
