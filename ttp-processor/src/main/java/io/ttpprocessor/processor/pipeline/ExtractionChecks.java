package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.ledger.LedgerChecks;

/**
 * What workers hold each ledger and its events against.
 *
 * @param level how much of the ledger is held against the network's hashes; the chain of ledgers is
 *     checked at every level, by {@link LedgerChain}
 * @param balances takes what comes of holding events against the changes of balances; null where
 *     that is not wanted
 */
public record ExtractionChecks(LedgerChecks level, BalanceReport balances) {
  /** No checks. */
  public static final ExtractionChecks NONE = new ExtractionChecks(LedgerChecks.NONE, null);
}
