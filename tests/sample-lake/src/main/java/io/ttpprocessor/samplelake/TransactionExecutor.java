package io.ttpprocessor.samplelake;

import java.util.List;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationMeta;
import org.stellar.sdk.xdr.PaymentResultCode;

/**
 * Charges and applies transactions in the network's order: first every fee, then each transaction.
 */
final class TransactionExecutor {
  private static final long BASE_FEE = 100;
  private static final long LEAST_RESOURCE_FEE = 40_000;
  private static final long MOST_RESOURCE_FEE = 400_000;

  private final World world;
  private final Dice dice;

  TransactionExecutor(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  void charge(TransactionDraft draft) {
    long fee = BASE_FEE * (draft.activities().size() + (draft.isFeeBump() ? 1 : 0));
    if (draft.isContractCall()) {
      fee += dice.between(LEAST_RESOURCE_FEE, MOST_RESOURCE_FEE);
    }
    EntryChangeLog changes = new EntryChangeLog(draft.ledger());
    changes.modify(draft.payer()).add(-fee);
    world.collectFee(fee);
    draft.tally().add(EventKind.FEE, fee);
    draft.charge(fee, changes.changes());
  }

  void apply(TransactionDraft draft) {
    EntryChangeLog before = new EntryChangeLog(draft.ledger());
    long sequence = before.modify(draft.source()).nextSequence();
    draft.startAt(sequence, before.changes());
    switch (draft.fate()) {
      case SUCCESS -> succeed(draft);
      case OPERATION_FAILS -> fail(draft);
      case REFUSED -> refuse(draft);
      default -> throw new IllegalStateException("unknown fate " + draft.fate());
    }
    refund(draft);
  }

  private void succeed(TransactionDraft draft) {
    for (int i = 0; i < draft.activities().size(); i++) {
      EntryChangeLog changes = new EntryChangeLog(draft.ledger());
      OperationContext context = new OperationContext(world, dice, draft, changes, i);
      Activity.Outcome outcome = draft.activities().get(i).perform(context);
      draft.operations().add(operation(draft, outcome.actor(), outcome.body()));
      draft.results().add(outcome.operationResult());
      draft.operationMetas().add(new OperationMeta.Builder().changes(changes.changes()).build());
      draft.contractEvents().addAll(context.contractEvents());
      draft.footprint(changes.keys());
    }
  }

  /** An operation names its source only where that is not the transaction's. */
  private static Operation operation(
      TransactionDraft draft, AccountRecord actor, Operation.OperationBody body) {
    MuxedAccount source =
        actor == draft.source() ? null : XdrValues.muxedAccount(actor.publicKey(), null);
    return new Operation.Builder().sourceAccount(source).body(body).build();
  }

  /** Results of operations before the failing one still say success, though nothing was changed. */
  private void fail(TransactionDraft draft) {
    if (draft.isContractCall()) {
      Operation.OperationBody body =
          ContractCalls.invocation(dice.pick(world.customTokens()), "transfer", List.of());
      draft.operations().add(operation(draft, draft.source(), body));
      draft
          .results()
          .add(
              new Activity.Outcome(draft.source(), body, ContractCalls.trapped())
                  .operationResult());
      return;
    }
    int count = draft.activities().size();
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      Operation.OperationBody body = unaffordablePayment();
      PaymentResultCode code =
          last ? PaymentResultCode.PAYMENT_UNDERFUNDED : PaymentResultCode.PAYMENT_SUCCESS;
      draft.operations().add(operation(draft, draft.source(), body));
      draft
          .results()
          .add(
              new Activity.Outcome(draft.source(), body, PaymentActivities.paymentResult(code))
                  .operationResult());
    }
  }

  private void refuse(TransactionDraft draft) {
    for (int i = 0; i < draft.activities().size(); i++) {
      draft.operations().add(operation(draft, draft.source(), unaffordablePayment()));
    }
  }

  private Operation.OperationBody unaffordablePayment() {
    MuxedAccount to = XdrValues.muxedAccount(dice.pick(world.holders()).publicKey(), null);
    return PaymentActivities.payment(to, world.assets().get(0), Long.MAX_VALUE);
  }

  /** A contract call gets back what it did not use of its resource fee. */
  private void refund(TransactionDraft draft) {
    EntryChangeLog changes = new EntryChangeLog(draft.ledger());
    long refund = 0;
    if (draft.isContractCall() && dice.chance(85)) {
      refund = dice.between(1, LEAST_RESOURCE_FEE / 2);
      changes.modify(draft.payer()).add(refund);
      world.collectFee(-refund);
      draft.tally().add(EventKind.FEE, -refund);
    }
    draft.finish(refund, changes.changes());
  }
}
