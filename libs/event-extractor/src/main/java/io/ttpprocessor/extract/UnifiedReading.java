package io.ttpprocessor.extract;

import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.extract.rules.UnifiedFees;
import io.ttpprocessor.extract.rules.UnifiedOperations;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;

/** Events that the network told itself (CAP-67). */
enum UnifiedReading implements TransactionReading {
  /** Events that are to be delivered: an error also where an operation has none but should have. */
  COMPLETE,
  /** Events that are to be compared: what an operation lacks is left to the comparison. */
  AS_TOLD;

  @Override
  public void read(LedgerTransaction transaction, RuleContext context) {
    context.enter(transaction);
    try {
      UnifiedFees fees = UnifiedFees.read(transaction, context);
      context.addFee(fees.charge());
      if (transaction.successful()) {
        if (this == COMPLETE) {
          UnifiedOperations.requireAll(transaction);
        }
        for (LedgerOperation operation : transaction.operations()) {
          read(operation, context);
        }
      }
      if (fees.refund() != null) {
        context.addRefund(fees.refund());
      }
    } catch (IllegalStateException e) {
      throw ExtractionException.in(transaction, e.getMessage(), e);
    }
  }

  private void read(LedgerOperation operation, RuleContext context) {
    context.enter(operation);
    try {
      UnifiedOperations.events(operation, context);
      if (this == COMPLETE) {
        UnifiedOperations.requireEvents(operation, context);
      }
    } catch (IllegalStateException e) {
      throw ExtractionException.in(operation, e.getMessage(), e);
    }
  }
}
