package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.ClawbackOp;
import org.stellar.sdk.xdr.ClawbackResult;
import org.stellar.sdk.xdr.ClawbackResultCode;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PaymentOp;
import org.stellar.sdk.xdr.PaymentResult;
import org.stellar.sdk.xdr.PaymentResultCode;

/** Payments between holders, out of an issuer's hands and back, and clawbacks. */
final class PaymentActivities {
  private PaymentActivities() {}

  static Activity.Outcome pay(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().assets());
    AccountRecord from = context.holder();
    AccountRecord to = context.holderOtherThan(from);
    long amount = context.spare(from, asset);
    context.expect(EventKind.TRANSFER, amount);
    return transfer(context, from, to, asset, amount);
  }

  static Activity.Outcome payNewcomer(OperationContext context) {
    if (context.world().newcomers().isEmpty()) {
      return pay(context);
    }
    TokenAsset lumens = context.world().assets().get(0);
    AccountRecord from = context.holder();
    AccountRecord to = context.dice().pick(context.world().newcomers());
    long amount = context.spare(from, lumens);
    context.expect(EventKind.TRANSFER, amount);
    return transfer(context, from, to, lumens, amount);
  }

  static Activity.Outcome issue(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    AccountRecord to = context.dice().pick(context.world().holders());
    long amount = context.spare(to, asset);
    context.expect(EventKind.MINT, amount);
    return transfer(context, asset.issuer(), to, asset, amount);
  }

  static Activity.Outcome redeem(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    AccountRecord from = context.holder();
    long amount = context.spare(from, asset);
    context.expect(EventKind.BURN, amount);
    return transfer(context, from, asset.issuer(), asset, amount);
  }

  private static Activity.Outcome transfer(
      OperationContext context,
      AccountRecord from,
      AccountRecord to,
      TokenAsset asset,
      long amount) {
    context.give(from, asset, -amount);
    context.give(to, asset, amount);
    return new Activity.Outcome(
        from,
        payment(context.address(to), asset, amount),
        paymentResult(PaymentResultCode.PAYMENT_SUCCESS));
  }

  static Operation.OperationBody payment(MuxedAccount to, TokenAsset asset, long amount) {
    PaymentOp payment =
        new PaymentOp.Builder()
            .destination(to)
            .asset(asset.xdr())
            .amount(XdrValues.int64(amount))
            .build();
    return new Operation.OperationBody.Builder()
        .discriminant(OperationType.PAYMENT)
        .paymentOp(payment)
        .build();
  }

  static OperationResult.OperationResultTr paymentResult(PaymentResultCode code) {
    return new OperationResult.OperationResultTr.Builder()
        .discriminant(OperationType.PAYMENT)
        .paymentResult(new PaymentResult.Builder().discriminant(code).build())
        .build();
  }

  static Activity.Outcome clawback(OperationContext context) {
    TokenAsset asset = context.world().clawbackAsset();
    AccountRecord from = context.dice().pick(context.world().holders());
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    context.expect(EventKind.CLAWBACK, amount);
    ClawbackOp clawback =
        new ClawbackOp.Builder()
            .asset(asset.xdr())
            .from(context.address(from))
            .amount(XdrValues.int64(amount))
            .build();
    return new Activity.Outcome(
        asset.issuer(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CLAWBACK)
            .clawbackOp(clawback)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CLAWBACK)
            .clawbackResult(
                new ClawbackResult.Builder()
                    .discriminant(ClawbackResultCode.CLAWBACK_SUCCESS)
                    .build())
            .build());
  }
}
