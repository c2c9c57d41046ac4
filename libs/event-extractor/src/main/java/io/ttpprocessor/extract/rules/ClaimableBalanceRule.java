package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.ClaimableBalanceEntryView;
import io.ttpprocessor.xdr.ClaimableBalanceIDView;
import io.ttpprocessor.xdr.CreateClaimableBalanceOpView;
import io.ttpprocessor.xdr.LedgerEntryChangeType;
import java.util.List;

/** Claimable balances (CAP-23). */
final class ClaimableBalanceRule {
  private ClaimableBalanceRule() {}

  /** The amount goes from the source account to the balance. */
  static void create(LedgerOperation operation, RuleContext context) {
    CreateClaimableBalanceOpView body = operation.body().createClaimableBalanceOp();
    ClaimableBalanceIDView id = operation.result().createClaimableBalanceResult().balanceID();
    context.move(
        context.asset(body.asset()),
        context.account(operation.sourceAccount()),
        context.claimableBalance(id),
        Amount.of(body.amount()),
        null);
  }

  /** The amount goes from the balance, which the operation removes, to the source account. */
  static void claim(LedgerOperation operation, RuleContext context) {
    ClaimableBalanceEntryView entry = removedBalance(operation);
    AccountRef claimant = operation.sourceAccount();
    context.move(
        context.asset(entry.asset()),
        context.claimableBalance(operation.body().claimClaimableBalanceOp().balanceID()),
        context.account(claimant),
        Amount.of(entry.amount()),
        context.destinationInfo(claimant));
  }

  /** The one claimable balance that an operation removes. */
  static ClaimableBalanceEntryView removedBalance(LedgerOperation operation) {
    List<ClaimableBalanceEntryView> removed =
        EntryTransition.claimableBalances(operation, LedgerEntryChangeType.LEDGER_ENTRY_REMOVED);
    if (removed.size() != 1) {
      throw new IllegalStateException(
          "the operation removes " + removed.size() + " claimable balances instead of 1");
    }
    return removed.get(0);
  }
}
