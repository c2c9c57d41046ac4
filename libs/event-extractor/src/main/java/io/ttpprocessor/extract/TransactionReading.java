package io.ttpprocessor.extract;

import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.LedgerTransaction;

/** A way to tell the events of a transaction. */
@FunctionalInterface
interface TransactionReading {
  /**
   * Adds the events of a transaction that the context has not entered yet.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the transaction's parts do not fit together
   * @throws ExtractionException when its events cannot be told
   */
  void read(LedgerTransaction transaction, RuleContext context);
}
