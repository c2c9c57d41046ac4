package io.ttpprocessor.extract.rules;

import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.OperationType;

/** Which rule each type of operation has. */
public final class OperationRules {
  /** Adds the events of one operation of a successful transaction. */
  @FunctionalInterface
  private interface Rule {
    void apply(LedgerOperation operation, RuleContext context);
  }

  private OperationRules() {}

  /**
   * Adds the events of an operation of a successful transaction.
   *
   * @throws IllegalStateException when the operation's result or entry changes are not what such an
   *     operation leaves
   */
  public static void apply(LedgerOperation operation, RuleContext context) {
    Rule rule = ruleOf(operation.type());
    if (rule == null) {
      return;
    }
    rule.apply(operation, context);
    long protocolVersion = operation.transaction().ledger().protocolVersion();
    if (ProtocolDifferences.hasUnexplainedLumens(protocolVersion)) {
      ReconciliationRule.reconcile(operation, context);
    }
  }

  /** The rule of a type of operation; null for those that move no tokens. */
  private static Rule ruleOf(OperationType type) {
    return switch (type) {
      case CREATE_ACCOUNT -> AccountRule::create;
      case ACCOUNT_MERGE -> AccountRule::merge;
      case PAYMENT -> PaymentRule::payment;
      case PATH_PAYMENT_STRICT_RECEIVE -> PaymentRule::strictReceive;
      case PATH_PAYMENT_STRICT_SEND -> PaymentRule::strictSend;
      case MANAGE_SELL_OFFER, CREATE_PASSIVE_SELL_OFFER -> TradeRule::sellOffer;
      case MANAGE_BUY_OFFER -> TradeRule::buyOffer;
      case INFLATION -> InflationRule::payouts;
      case CREATE_CLAIMABLE_BALANCE -> ClaimableBalanceRule::create;
      case CLAIM_CLAIMABLE_BALANCE -> ClaimableBalanceRule::claim;
      case CLAWBACK -> ClawbackRule::fromAccount;
      case CLAWBACK_CLAIMABLE_BALANCE -> ClawbackRule::fromClaimableBalance;
      case ALLOW_TRUST, SET_TRUST_LINE_FLAGS -> TrustlineRevocationRule::revoke;
      case LIQUIDITY_POOL_DEPOSIT -> LiquidityPoolRule::deposit;
      case LIQUIDITY_POOL_WITHDRAW -> LiquidityPoolRule::withdraw;
      case INVOKE_HOST_FUNCTION -> ContractEventRule::events;
      case SET_OPTIONS,
          CHANGE_TRUST,
          MANAGE_DATA,
          BUMP_SEQUENCE,
          BEGIN_SPONSORING_FUTURE_RESERVES,
          END_SPONSORING_FUTURE_RESERVES,
          REVOKE_SPONSORSHIP,
          EXTEND_FOOTPRINT_TTL,
          RESTORE_FOOTPRINT ->
          null;
    };
  }
}
