package io.ttpprocessor.extract;

import java.util.Locale;

/** Where the events of a ledger are read from, and what they are held against. */
public enum EventsMode {
  /**
   * From operations, their results and the changes of ledger entries: right for every ledger since
   * the first, whatever node wrote its metadata.
   */
  DERIVED,
  /**
   * From the events that the network itself told (CAP-67), which only TransactionMeta 4 has, and
   * only of a node that was set up to emit them. A ledger without them is an error.
   */
  UNIFIED,
  /**
   * Both; the derived events are delivered, and what differs from the network's is told beside them
   * ({@link io.ttpprocessor.extract.event.CrossCheck}).
   */
  CROSS_CHECK,
  /**
   * Derived events are delivered; by how much they do not explain the changes of balances in the
   * ledger's entries is told beside them ({@link
   * io.ttpprocessor.extract.verify.BalanceConservation}).
   */
  VERIFY;

  /** The mode's name on command lines, such as {@code cross-check}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
