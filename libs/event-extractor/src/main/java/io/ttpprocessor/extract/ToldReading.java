package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.extract.rules.UnifiedFees;
import io.ttpprocessor.extract.rules.UnifiedOperations;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that the network told of one ledger (CAP-67), to be compared: what lacks is left to
 * the comparison, and what cannot be read is noted, so that the rest is compared all the same.
 *
 * <p>A ledger cannot be compared where its node told nothing: where a transaction's metadata is of
 * a version without these events, and where no transaction at all has a fee event. Where only some
 * transactions lack theirs, events are lost, and that is a difference.
 */
final class ToldReading implements TransactionReading {
  private final List<UnreadableEvents> unreadable = new ArrayList<>();
  private boolean hasFees;
  private ExtractionException absence;

  @Override
  public void read(LedgerTransaction transaction, RuleContext context) {
    context.enter(transaction);
    try {
      UnifiedOperations.requireMetaVersion(transaction);
    } catch (IllegalStateException e) {
      throw ExtractionException.in(transaction, e.getMessage(), e);
    }
    UnifiedFees fees = fees(transaction, context);
    if (fees.charge() != null) {
      context.addFee(fees.charge());
    }
    if (transaction.successful()) {
      for (LedgerOperation operation : transaction.operations()) {
        read(operation, context);
      }
    }
    if (fees.refund() != null) {
      context.addRefund(fees.refund());
    }
  }

  /** What could not be read, in the order of transactions and operations. */
  List<UnreadableEvents> unreadable() {
    return unreadable;
  }

  /**
   * Requires that some transaction has a fee event, sound or not, if there is any transaction.
   *
   * @throws ExtractionException when none has; it names the first
   */
  void requireFees() {
    if (!hasFees && absence != null) {
      throw absence;
    }
  }

  private UnifiedFees fees(LedgerTransaction transaction, RuleContext context) {
    UnifiedFees fees;
    try {
      fees = UnifiedFees.read(transaction, context);
    } catch (IllegalStateException e) {
      hasFees = true;
      note(transaction, 0, e.getMessage());
      return UnifiedFees.NONE;
    }
    try {
      fees.requireCharge();
      hasFees = true;
    } catch (IllegalStateException e) {
      absence = absence == null ? ExtractionException.in(transaction, e.getMessage(), e) : absence;
    }
    return fees;
  }

  private void read(LedgerOperation operation, RuleContext context) {
    context.enter(operation);
    try {
      UnifiedOperations.events(operation, context);
    } catch (IllegalStateException e) {
      note(operation.transaction(), operation.index(), e.getMessage());
    } catch (LedgerException e) {
      note(operation.transaction(), operation.index(), e.detail());
    }
  }

  private void note(LedgerTransaction transaction, int operationIndex, String reason) {
    TransactionRef reference = TransactionRef.of(transaction.index(), transaction.hash());
    unreadable.add(new UnreadableEvents(reference, operationIndex, reason));
  }
}
