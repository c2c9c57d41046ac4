package io.ttpprocessor.samplelake;

import java.util.List;
import java.util.Optional;
import org.stellar.sdk.xdr.ClaimClaimableBalanceOp;
import org.stellar.sdk.xdr.ClaimClaimableBalanceResult;
import org.stellar.sdk.xdr.ClaimClaimableBalanceResultCode;
import org.stellar.sdk.xdr.ClawbackClaimableBalanceOp;
import org.stellar.sdk.xdr.ClawbackClaimableBalanceResult;
import org.stellar.sdk.xdr.ClawbackClaimableBalanceResultCode;
import org.stellar.sdk.xdr.CreateClaimableBalanceOp;
import org.stellar.sdk.xdr.CreateClaimableBalanceResult;
import org.stellar.sdk.xdr.CreateClaimableBalanceResultCode;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;

/** Claimable balances created, claimed and clawed back. */
final class ClaimableBalanceActivities {
  private static final int MOST_OPEN = 300;

  private ClaimableBalanceActivities() {}

  static Activity.Outcome create(OperationContext context) {
    if (context.world().claimableBalances().size() >= MOST_OPEN) {
      return claim(context);
    }
    TokenAsset asset = context.dice().pick(context.world().assets());
    AccountRecord from = context.holder();
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    context.expect(EventKind.TRANSFER, amount);
    return open(context, from, asset, amount);
  }

  /** A balance out of the issuer's own hands: new money. */
  static Activity.Outcome issue(OperationContext context) {
    TokenAsset asset = context.world().clawbackAsset();
    long amount = context.spare(context.dice().pick(context.world().holders()), asset);
    context.expect(EventKind.MINT, amount);
    return open(context, asset.issuer(), asset, amount);
  }

  private static Activity.Outcome open(
      OperationContext context, AccountRecord from, TokenAsset asset, long amount) {
    AccountRecord claimant = context.dice().pick(context.world().holders());
    ClaimableBalanceRecord balance =
        new ClaimableBalanceRecord(context.createdBalanceId(), claimant, asset, amount);
    context.changes().create(balance);
    context.world().claimableBalances().add(balance);
    CreateClaimableBalanceOp create =
        new CreateClaimableBalanceOp.Builder()
            .asset(asset.xdr())
            .amount(XdrValues.int64(amount))
            .claimants(balance.claimants())
            .build();
    return new Activity.Outcome(
        from,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CREATE_CLAIMABLE_BALANCE)
            .createClaimableBalanceOp(create)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CREATE_CLAIMABLE_BALANCE)
            .createClaimableBalanceResult(
                new CreateClaimableBalanceResult.Builder()
                    .discriminant(CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_SUCCESS)
                    .balanceID(balance.id())
                    .build())
            .build());
  }

  static Activity.Outcome claim(OperationContext context) {
    List<ClaimableBalanceRecord> open = context.world().claimableBalances();
    if (open.isEmpty()) {
      return create(context);
    }
    ClaimableBalanceRecord balance = open.remove(context.dice().below(open.size()));
    context.changes().remove(balance);
    context.give(balance.claimant(), balance.asset(), balance.amount());
    context.expect(EventKind.TRANSFER, balance.amount());
    return new Activity.Outcome(
        balance.claimant(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CLAIM_CLAIMABLE_BALANCE)
            .claimClaimableBalanceOp(
                new ClaimClaimableBalanceOp.Builder().balanceID(balance.id()).build())
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CLAIM_CLAIMABLE_BALANCE)
            .claimClaimableBalanceResult(
                new ClaimClaimableBalanceResult.Builder()
                    .discriminant(ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_SUCCESS)
                    .build())
            .build());
  }

  static Activity.Outcome clawback(OperationContext context) {
    List<ClaimableBalanceRecord> open = context.world().claimableBalances();
    Optional<ClaimableBalanceRecord> candidate =
        open.stream().filter(balance -> balance.asset().clawbackEnabled()).findFirst();
    if (candidate.isEmpty()) {
      return issue(context);
    }
    ClaimableBalanceRecord balance = candidate.get();
    open.remove(balance);
    context.changes().remove(balance);
    context.expect(EventKind.CLAWBACK, balance.amount());
    return new Activity.Outcome(
        balance.asset().issuer(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CLAWBACK_CLAIMABLE_BALANCE)
            .clawbackClaimableBalanceOp(
                new ClawbackClaimableBalanceOp.Builder().balanceID(balance.id()).build())
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CLAWBACK_CLAIMABLE_BALANCE)
            .clawbackClaimableBalanceResult(
                new ClawbackClaimableBalanceResult.Builder()
                    .discriminant(
                        ClawbackClaimableBalanceResultCode.CLAWBACK_CLAIMABLE_BALANCE_SUCCESS)
                    .build())
            .build());
  }
}
