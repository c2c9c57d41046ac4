package io.ttpprocessor.extract.event;

/**
 * An event that is not the same in both readings of a ledger. What only one of them has left over
 * of an operation is paired in order; so the two events need not be each other's counterpart.
 *
 * @param derived the event as derived; null where only the network tells one
 * @param unified the event as the network told it; null where only a derived one is there
 */
public record EventDifference(TokenEvent derived, TokenEvent unified) {
  /** The transaction concerned. */
  public TransactionRef transaction() {
    return any().transaction();
  }

  /** Index of the operation in its transaction, from 1; 0 for a fee. */
  public int operationIndex() {
    return any().operationIndex();
  }

  /** Both events with their transaction's index and hash. */
  @Override
  public String toString() {
    return "transaction "
        + transaction().index()
        + " ("
        + transaction().hashHex()
        + ")"
        + (operationIndex() == 0 ? "" : ", operation " + operationIndex())
        + ": derived "
        + (derived == null ? "nothing" : derived)
        + ", unified "
        + (unified == null ? "nothing" : unified);
  }

  private TokenEvent any() {
    return derived == null ? unified : derived;
  }
}
