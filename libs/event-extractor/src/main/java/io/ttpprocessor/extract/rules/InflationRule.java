package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.InflationPayoutView;

/** Inflation, which until protocol 12 paid new lumens to the accounts with most votes. */
final class InflationRule {
  private InflationRule() {}

  /** Each payout is minted. */
  static void payouts(LedgerOperation operation, RuleContext context) {
    for (InflationPayoutView payout : operation.result().inflationResult().payouts()) {
      context.add(
          context
              .event(EventKind.MINT)
              .asset(context.nativeAsset())
              .to(context.account(AccountRef.of(payout.destination())))
              .amount(Amount.of(payout.amount()))
              .build());
    }
  }
}
