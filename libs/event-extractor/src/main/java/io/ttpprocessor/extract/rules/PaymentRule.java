package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.PathPaymentStrictReceiveOpView;
import io.ttpprocessor.xdr.PathPaymentStrictSendOpView;
import io.ttpprocessor.xdr.PathPaymentStrictSendResultSuccessView;
import io.ttpprocessor.xdr.PaymentOpView;

/**
 * Payments. A path payment is its trades, and then a payment of the destination asset from the
 * source account to the destination.
 */
final class PaymentRule {
  private PaymentRule() {}

  /** The amount goes from the source account to the destination. */
  static void payment(LedgerOperation operation, RuleContext context) {
    PaymentOpView body = operation.body().paymentOp();
    AccountRef destination = AccountRef.of(body.destination());
    context.move(
        context.asset(body.asset()),
        context.account(operation.sourceAccount()),
        context.account(destination),
        Amount.of(body.amount()),
        context.destinationInfo(destination));
  }

  /** What arrives is said by the operation. */
  static void strictReceive(LedgerOperation operation, RuleContext context) {
    PathPaymentStrictReceiveOpView body = operation.body().pathPaymentStrictReceiveOp();
    TradeRule.trades(
        operation, operation.result().pathPaymentStrictReceiveResult().success().offers(), context);
    AccountRef destination = AccountRef.of(body.destination());
    context.move(
        context.asset(body.destAsset()),
        context.account(operation.sourceAccount()),
        context.account(destination),
        Amount.of(body.destAmount()),
        context.destinationInfo(destination));
  }

  /** What arrives is said by the result. */
  static void strictSend(LedgerOperation operation, RuleContext context) {
    PathPaymentStrictSendOpView body = operation.body().pathPaymentStrictSendOp();
    PathPaymentStrictSendResultSuccessView result =
        operation.result().pathPaymentStrictSendResult().success();
    TradeRule.trades(operation, result.offers(), context);
    AccountRef destination = AccountRef.of(body.destination());
    context.move(
        context.asset(body.destAsset()),
        context.account(operation.sourceAccount()),
        context.account(destination),
        Amount.of(result.last().amount()),
        context.destinationInfo(destination));
  }
}
