package io.ttpprocessor.store;

/** Is told what a comparison finds, in the order of tables and keys within each batch. */
public interface DifferenceListener {
  /** A row differs. */
  void differs(RowDifference difference);

  /** A batch of ledgers has been compared to its end, of which so many differ. */
  void compared(int differentLedgers);

  /** A ledger with differences has been replaced, and the transaction is committed. */
  void repaired(long ledger);

  /** A ledger with differences has been left as it is. */
  void refused(long ledger, String reason);
}
