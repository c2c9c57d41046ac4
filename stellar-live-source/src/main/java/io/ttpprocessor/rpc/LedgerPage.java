package io.ttpprocessor.rpc;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.OrderCheck;
import java.util.List;

/**
 * What one getLedgers request brought, checked.
 *
 * @param ledgers ledgers in order, the wanted one first; none when there are none yet
 * @param after the check of the order, gone on past them
 * @param window what the server holds
 * @param latestCloseTime when its latest ledger closed, in seconds since 1970; 0 when not told
 */
record LedgerPage(
    List<LedgerBytes> ledgers, OrderCheck after, LedgerWindow window, long latestCloseTime) {

  /** Bytes of all its ledgers. */
  long bytes() {
    return ledgers.stream().mapToLong(LedgerBytes::length).sum();
  }
}
