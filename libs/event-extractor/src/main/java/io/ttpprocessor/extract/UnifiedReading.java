package io.ttpprocessor.extract;

import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.extract.rules.UnifiedFees;
import io.ttpprocessor.extract.rules.UnifiedOperations;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;

/**
 * Events that the network told itself (CAP-67), to be delivered: an error also where there are none
 * but should be.
 */
final class UnifiedReading {
  private UnifiedReading() {}

  /** See {@link TransactionReading#read}. */
  static void read(LedgerTransaction transaction, RuleContext context) {
    context.enter(transaction);
    try {
      UnifiedOperations.requireMetaVersion(transaction);
      UnifiedFees fees = UnifiedFees.read(transaction, context);
      fees.requireCharge();
      context.addFee(fees.charge());
      if (transaction.successful()) {
        UnifiedOperations.requireAll(transaction);
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

  private static void read(LedgerOperation operation, RuleContext context) {
    context.enter(operation);
    try {
      UnifiedOperations.events(operation, context);
      UnifiedOperations.requireEvents(operation, context);
    } catch (IllegalStateException e) {
      throw ExtractionException.in(operation, e.getMessage(), e);
    }
  }
}
