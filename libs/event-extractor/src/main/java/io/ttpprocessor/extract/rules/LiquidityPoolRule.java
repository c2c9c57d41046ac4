package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import java.util.List;

/** Deposits into liquidity pools and withdrawals (CAP-38): both assets move, A before B. */
final class LiquidityPoolRule {
  private LiquidityPoolRule() {}

  /** The source account gives to the pool; neither amount can be 0. */
  static void deposit(LedgerOperation operation, RuleContext context) {
    PoolDelta delta = onlyPool(operation, 1, context);
    Address pool = context.liquidityPool(delta.poolId());
    Address depositor = context.account(operation.sourceAccount());
    context.move(context.asset(delta.assetA()), depositor, pool, Amount.of(delta.amountA()), null);
    context.move(context.asset(delta.assetB()), depositor, pool, Amount.of(delta.amountB()), null);
  }

  /** The pool gives to the source account; rounding may leave an amount of 0. */
  static void withdraw(LedgerOperation operation, RuleContext context) {
    PoolDelta delta = onlyPool(operation, 0, context);
    Address pool = context.liquidityPool(delta.poolId());
    AccountRef account = operation.sourceAccount();
    Address withdrawer = context.account(account);
    MuxedInfo info = context.destinationInfo(account);
    context.move(context.asset(delta.assetA()), pool, withdrawer, Amount.of(delta.amountA()), info);
    context.move(context.asset(delta.assetB()), pool, withdrawer, Amount.of(delta.amountB()), info);
  }

  private static PoolDelta onlyPool(
      LedgerOperation operation, long minimumAmount, RuleContext context) {
    List<PoolDelta> deltas = PoolDelta.of(operation);
    if (deltas.size() != 1) {
      throw new IllegalStateException(
          "the operation changes " + deltas.size() + " liquidity pools instead of 1");
    }
    PoolDelta delta = deltas.get(0);
    // An amount may be negative: the absolute value of the smallest 64-bit number is itself.
    if (delta.amountA() < minimumAmount || delta.amountB() < minimumAmount) {
      throw new IllegalStateException(
          "liquidity pool "
              + context.liquidityPool(delta.poolId())
              + " changes by "
              + delta.amountA()
              + " and "
              + delta.amountB()
              + ", the least that can be is "
              + minimumAmount);
    }
    return delta;
  }
}
