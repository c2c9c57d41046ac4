package io.ttpprocessor.backfill.range;

import io.ttpprocessor.ledger.LedgerChecks;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What is loaded, and how ledgers are read: goes from who starts a job to its workers.
 *
 * @param lake the variables that tell which lake is read, and how
 * @param networkPassphrase network of the ledgers
 * @param checks how much of each ledger is held against the network's hashes
 * @param products the tables to be filled, each once, in their order
 * @param includeFailed whether contract events of transactions that failed are wanted too
 */
public record LoadOptions(
    Map<String, String> lake,
    String networkPassphrase,
    LedgerChecks checks,
    List<EventProduct> products,
    boolean includeFailed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The same for some of the tables. */
  LoadOptions only(List<EventProduct> some) {
    return new LoadOptions(lake, networkPassphrase, checks, some, includeFailed);
  }

  /** Which events are left out, as {@link RangeReport#filter} has it. */
  public String filter() {
    boolean leavesOut = products.contains(EventProduct.CONTRACT_EVENTS) && !includeFailed;
    return leavesOut ? "contract events of successful transactions" : "";
  }
}
