package io.ttpprocessor.extract;

import io.ttpprocessor.extract.rules.FeeRule;
import io.ttpprocessor.extract.rules.OperationRules;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import java.util.List;

/** Events derived from fees, operations, results and entry changes. */
final class DerivedReading {
  private DerivedReading() {}

  /** See {@link TransactionReading#read}. */
  static void read(LedgerTransaction transaction, RuleContext context) {
    context.enter(transaction);
    try {
      FeeRule.charge(transaction, context);
      if (transaction.successful()) {
        List<LedgerOperation> operations = transaction.operations();
        for (int index = 0; index < operations.size(); index++) {
          read(operations.get(index), context);
        }
      }
      FeeRule.refund(transaction, context);
    } catch (IllegalStateException e) {
      throw ExtractionException.in(transaction, e.getMessage(), e);
    }
  }

  private static void read(LedgerOperation operation, RuleContext context) {
    context.enter(operation);
    try {
      OperationRules.apply(operation, context);
    } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
      throw ExtractionException.in(operation, e.getMessage(), e);
    }
  }
}
