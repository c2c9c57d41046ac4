package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ClaimableBalanceEntryView;
import io.ttpprocessor.xdr.ClawbackOpView;

/** Clawbacks (CAP-35). */
final class ClawbackRule {
  private ClawbackRule() {}

  /** The amount is taken from the account that the operation names. */
  static void fromAccount(LedgerOperation operation, RuleContext context) {
    ClawbackOpView body = operation.body().clawbackOp();
    Address holder = context.account(AccountRef.of(body.from()));
    clawback(body.asset(), holder, body.amount(), context);
  }

  /** All that a claimable balance held is taken; the operation removes it. */
  static void fromClaimableBalance(LedgerOperation operation, RuleContext context) {
    ClaimableBalanceEntryView entry = ClaimableBalanceRule.removedBalance(operation);
    Address holder =
        context.claimableBalance(operation.body().clawbackClaimableBalanceOp().balanceID());
    clawback(entry.asset(), holder, entry.amount(), context);
  }

  private static void clawback(AssetView asset, Address holder, long amount, RuleContext context) {
    context.add(
        context
            .event(EventKind.CLAWBACK)
            .asset(context.asset(asset))
            .from(holder)
            .amount(Amount.of(amount))
            .build());
  }
}
