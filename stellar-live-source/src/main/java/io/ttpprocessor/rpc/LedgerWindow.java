package io.ttpprocessor.rpc;

/**
 * The ledgers that a server holds.
 *
 * @param oldest first ledger, inclusive; 0 when not known
 * @param latest last ledger, inclusive; 0 when not known
 */
record LedgerWindow(long oldest, long latest) {
  /** Nothing is known yet. */
  static final LedgerWindow UNKNOWN = new LedgerWindow(0, 0);

  @Override
  public String toString() {
    return oldest + " to " + latest;
  }
}
