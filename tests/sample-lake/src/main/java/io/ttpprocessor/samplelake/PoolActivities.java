package io.ttpprocessor.samplelake;

import java.util.List;
import org.stellar.sdk.xdr.AllowTrustOp;
import org.stellar.sdk.xdr.AllowTrustResult;
import org.stellar.sdk.xdr.AllowTrustResultCode;
import org.stellar.sdk.xdr.LiquidityPoolDepositOp;
import org.stellar.sdk.xdr.LiquidityPoolDepositResult;
import org.stellar.sdk.xdr.LiquidityPoolDepositResultCode;
import org.stellar.sdk.xdr.LiquidityPoolWithdrawOp;
import org.stellar.sdk.xdr.LiquidityPoolWithdrawResult;
import org.stellar.sdk.xdr.LiquidityPoolWithdrawResultCode;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.Price;
import org.stellar.sdk.xdr.SetTrustLineFlagsOp;
import org.stellar.sdk.xdr.SetTrustLineFlagsResult;
import org.stellar.sdk.xdr.SetTrustLineFlagsResultCode;
import org.stellar.sdk.xdr.TrustLineFlags;

/** Liquidity pools: deposits, withdrawals, and a stake turned out by a revoked trust line. */
final class PoolActivities {
  private static final Price LEAST_PRICE = XdrValues.price(1, Integer.MAX_VALUE);
  private static final Price HIGHEST_PRICE = XdrValues.price(Integer.MAX_VALUE, 1);

  private PoolActivities() {}

  static Activity.Outcome deposit(OperationContext context) {
    PoolRecord pool = context.dice().pick(context.world().pools());
    AccountRecord owner = context.holder();
    PoolRecord.Amounts amounts = pool.depositFor(context.spare(owner, pool.assetA()) + 1000);
    context.changes().modify(pool);
    TrustLineRecord shares = pool.shareLines().get(owner);
    if (shares == null) {
      shares = TrustLineRecord.forPoolShares(owner, pool);
      context.changes().create(shares);
      context.changes().modify(owner).addSubEntries(2);
      pool.shareLines().put(owner, shares);
    }
    context.changes().modify(shares).add(pool.deposit(amounts));
    context.give(owner, pool.assetA(), -amounts.ofA());
    context.give(owner, pool.assetB(), -amounts.ofB());
    context.expect(EventKind.TRANSFER, amounts.ofA());
    context.expect(EventKind.TRANSFER, amounts.ofB());
    LiquidityPoolDepositOp deposit =
        new LiquidityPoolDepositOp.Builder()
            .liquidityPoolID(pool.id())
            .maxAmountA(XdrValues.int64(amounts.ofA()))
            .maxAmountB(XdrValues.int64(amounts.ofB()))
            .minPrice(LEAST_PRICE)
            .maxPrice(HIGHEST_PRICE)
            .build();
    return new Activity.Outcome(
        owner,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.LIQUIDITY_POOL_DEPOSIT)
            .liquidityPoolDepositOp(deposit)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.LIQUIDITY_POOL_DEPOSIT)
            .liquidityPoolDepositResult(
                new LiquidityPoolDepositResult.Builder()
                    .discriminant(LiquidityPoolDepositResultCode.LIQUIDITY_POOL_DEPOSIT_SUCCESS)
                    .build())
            .build());
  }

  static Activity.Outcome withdraw(OperationContext context) {
    PoolRecord pool = context.dice().pick(context.world().pools());
    if (pool.shareLines().isEmpty()) {
      return deposit(context);
    }
    TrustLineRecord line = context.dice().pick(List.copyOf(pool.shareLines().values()));
    if (line.balance() < 1000) {
      return deposit(context);
    }
    AccountRecord owner = line.owner();
    long shares = 1 + line.balance() / context.dice().between(2, 10);
    context.changes().modify(line).add(-shares);
    PoolRecord.Amounts amounts = context.changes().modify(pool).withdraw(shares);
    context.give(owner, pool.assetA(), amounts.ofA());
    context.give(owner, pool.assetB(), amounts.ofB());
    context.expect(EventKind.TRANSFER, amounts.ofA());
    context.expect(EventKind.TRANSFER, amounts.ofB());
    LiquidityPoolWithdrawOp withdraw =
        new LiquidityPoolWithdrawOp.Builder()
            .liquidityPoolID(pool.id())
            .amount(XdrValues.int64(shares))
            .minAmountA(XdrValues.int64(0))
            .minAmountB(XdrValues.int64(0))
            .build();
    return new Activity.Outcome(
        owner,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.LIQUIDITY_POOL_WITHDRAW)
            .liquidityPoolWithdrawOp(withdraw)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.LIQUIDITY_POOL_WITHDRAW)
            .liquidityPoolWithdrawResult(
                new LiquidityPoolWithdrawResult.Builder()
                    .discriminant(LiquidityPoolWithdrawResultCode.LIQUIDITY_POOL_WITHDRAW_SUCCESS)
                    .build())
            .build());
  }

  /**
   * Revokes a trust line to the revocable asset: the holder's stake in each pool of that asset
   * becomes claimable balances, one for each of the pool's assets.
   */
  static Activity.Outcome revoke(OperationContext context) {
    TokenAsset asset = context.world().clawbackAsset();
    PoolRecord pool =
        context.world().pools().stream()
            .filter(candidate -> candidate.holds(asset))
            .findFirst()
            .orElseThrow();
    List<TrustLineRecord> stakes =
        pool.shareLines().values().stream().filter(line -> line.balance() > 1000).toList();
    if (stakes.isEmpty()) {
      return PaymentActivities.clawback(context);
    }
    TrustLineRecord stake = context.dice().pick(stakes);
    AccountRecord owner = stake.owner();
    context.changes().modify(owner).addSubEntries(-2);
    context.changes().modify(owner.trustLine(asset)).authorize(false);
    context.transaction().revoked(owner.trustLine(asset));
    context.changes().remove(stake);
    context.changes().modify(pool);
    pool.shareLines().remove(owner);
    PoolRecord.Amounts amounts = pool.withdraw(stake.balance());
    payOut(context, pool, owner, pool.assetA(), amounts.ofA());
    payOut(context, pool, owner, pool.assetB(), amounts.ofB());
    return new Activity.Outcome(
        asset.issuer(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.SET_TRUST_LINE_FLAGS)
            .setTrustLineFlagsOp(revocation(owner, asset))
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.SET_TRUST_LINE_FLAGS)
            .setTrustLineFlagsResult(
                new SetTrustLineFlagsResult.Builder()
                    .discriminant(SetTrustLineFlagsResultCode.SET_TRUST_LINE_FLAGS_SUCCESS)
                    .build())
            .build());
  }

  private static SetTrustLineFlagsOp revocation(AccountRecord owner, TokenAsset asset) {
    return new SetTrustLineFlagsOp.Builder()
        .trustor(owner.id())
        .asset(asset.xdr())
        .clearFlags(XdrValues.uint32(TrustLineFlags.AUTHORIZED_FLAG.getValue()))
        .setFlags(XdrValues.uint32(0))
        .build();
  }

  private static void payOut(
      OperationContext context,
      PoolRecord pool,
      AccountRecord owner,
      TokenAsset asset,
      long amount) {
    ClaimableBalanceRecord balance =
        new ClaimableBalanceRecord(context.revokedBalanceId(pool, asset), owner, asset, amount);
    context.changes().create(balance);
    context.world().claimableBalances().add(balance);
    context.expect(EventKind.TRANSFER, amount);
  }

  /** Gives back the authorization that {@link #revoke} took in the same transaction. */
  static Activity.Outcome authorize(OperationContext context) {
    TrustLineRecord line = context.transaction().revoked();
    if (line == null) {
      return AccountActivities.bumpSequence(context);
    }
    context.changes().modify(line).authorize(true);
    AllowTrustOp allow =
        new AllowTrustOp.Builder()
            .trustor(line.owner().id())
            .asset(line.asset().assetCode())
            .authorize(XdrValues.uint32(TrustLineFlags.AUTHORIZED_FLAG.getValue()))
            .build();
    return new Activity.Outcome(
        line.asset().issuer(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.ALLOW_TRUST)
            .allowTrustOp(allow)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.ALLOW_TRUST)
            .allowTrustResult(
                new AllowTrustResult.Builder()
                    .discriminant(AllowTrustResultCode.ALLOW_TRUST_SUCCESS)
                    .build())
            .build());
  }
}
