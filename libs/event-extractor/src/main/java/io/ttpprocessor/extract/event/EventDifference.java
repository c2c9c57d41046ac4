package io.ttpprocessor.extract.event;

/**
 * An event that is not the same in both readings of a ledger. What only one of them has left over
 * of an operation is paired in order; so the two events need not be each other's counterpart.
 *
 * @param transaction the transaction concerned
 * @param operationIndex index of the operation in its transaction, from 1; 0 for a fee
 * @param derived the event as derived; null where only the network tells one
 * @param unified the event as the network told it; null where only a derived one is there, and
 *     where there is a fault
 * @param fault why what the network told there cannot be read; null where it can
 */
public record EventDifference(
    TransactionRef transaction,
    int operationIndex,
    TokenEvent derived,
    TokenEvent unified,
    String fault) {
  /** Two events of one operation, or fees of one transaction; one of them may be null. */
  public static EventDifference of(TokenEvent derived, TokenEvent unified) {
    TokenEvent any = derived == null ? unified : derived;
    return new EventDifference(any.transaction(), any.operationIndex(), derived, unified, null);
  }

  /** Both events with their transaction's index and hash. */
  @Override
  public String toString() {
    return "transaction "
        + transaction.index()
        + " ("
        + transaction.hashHex()
        + ")"
        + (operationIndex == 0 ? "" : ", operation " + operationIndex)
        + ": derived "
        + (derived == null ? "nothing" : derived)
        + ", unified "
        + (fault == null ? (unified == null ? "nothing" : unified) : "not readable: " + fault);
  }
}
