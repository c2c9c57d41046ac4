package io.ttpprocessor.encode;

import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.LedgerEvents;

/**
 * What goes into one {@code ttp.v1.LedgerEvents}.
 *
 * @param ledger what the ledger is, and its token transfers
 * @param latestLedger newest ledger that the source knew of; 0 when it does not tell, and then the
 *     message names the ledger itself, the newest that is known
 * @param tokenTransfers which token transfers; null where they were not asked for
 * @param contractEvents the ledger's contract events; null where they were not asked for
 * @param selectedContractEvents which of those; null likewise
 * @param withDigests whether the digest of each product that was asked for is told
 */
public record LedgerMessageParts(
    LedgerEvents ledger,
    long latestLedger,
    EventSelection tokenTransfers,
    LedgerContractEvents contractEvents,
    EventSelection selectedContractEvents,
    boolean withDigests) {

  /** All token transfers of a ledger, and nothing else. */
  static LedgerMessageParts tokenTransfers(LedgerEvents ledger, long latestLedger) {
    return new LedgerMessageParts(
        ledger, latestLedger, EventSelection.all(ledger.events().size()), null, null, false);
  }
}
