package io.ttpprocessor.extract.rules;

import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.xdr.AccountMergeResultCode;
import io.ttpprocessor.xdr.AccountMergeResultView;
import io.ttpprocessor.xdr.PaymentOpView;

/**
 * The token events that the network told of operations (CAP-67), of classic ones too.
 *
 * <p>The reference takes what is there. Here an operation that cannot but move tokens must have an
 * event, and a transaction's metadata must have all its operations: else the ledger does not carry
 * the network's events, and what is lacking would be lost in silence.
 */
public final class UnifiedOperations {
  /** The only version of TransactionMeta that has these events. */
  private static final int META_VERSION = 4;

  private UnifiedOperations() {}

  /**
   * Requires that the transaction's metadata is of the version that can have these events.
   *
   * @throws IllegalStateException when it is of another
   */
  public static void requireMetaVersion(LedgerTransaction transaction) {
    if (transaction.metaVersion() != META_VERSION) {
      throw new IllegalStateException(
          absent("metadata of version " + transaction.metaVersion() + " has no unified events"));
    }
  }

  /**
   * Requires that the metadata of a successful transaction has all its operations.
   *
   * @throws IllegalStateException when it has more or fewer
   */
  public static void requireAll(LedgerTransaction transaction) {
    int found = transaction.operationEvents().size();
    if (found != transaction.operationCount()) {
      throw new IllegalStateException(
          absent(
              "metadata of "
                  + found
                  + " operations for the transaction's "
                  + transaction.operationCount()));
    }
  }

  /** Adds the events of an operation of a successful transaction. */
  public static void events(LedgerOperation operation, RuleContext context) {
    ContractEventRule.events(operation, context);
  }

  /**
   * Requires that the operation, whose events have been added, has any if it moves tokens.
   *
   * @throws IllegalStateException when it has none
   */
  public static void requireEvents(LedgerOperation operation, RuleContext context) {
    if (context.eventsOfOperation().isEmpty() && movesTokens(operation)) {
      throw new IllegalStateException(absent("the operation moves tokens but has no event"));
    }
  }

  /** The message for a ledger that does not carry the network's events. */
  static String absent(String finding) {
    return finding + "; the mode derived reads ledgers without unified events";
  }

  /** Whether the operation, having succeeded, cannot but have moved tokens. */
  private static boolean movesTokens(LedgerOperation operation) {
    return switch (operation.type()) {
      case CREATE_ACCOUNT -> operation.body().createAccountOp().startingBalance() != 0;
      case PAYMENT -> pays(operation);
      case ACCOUNT_MERGE -> merges(operation.result().accountMergeResult());
      case MANAGE_SELL_OFFER, CREATE_PASSIVE_SELL_OFFER ->
          !operation.result().manageSellOfferResult().success().offersClaimed().isEmpty();
      case MANAGE_BUY_OFFER ->
          !operation.result().manageBuyOfferResult().success().offersClaimed().isEmpty();
      case INFLATION -> !operation.result().inflationResult().payouts().isEmpty();
      case PATH_PAYMENT_STRICT_RECEIVE,
          PATH_PAYMENT_STRICT_SEND,
          CREATE_CLAIMABLE_BALANCE,
          CLAIM_CLAIMABLE_BALANCE,
          CLAWBACK,
          CLAWBACK_CLAIMABLE_BALANCE,
          LIQUIDITY_POOL_DEPOSIT ->
          true;
      // A revocation moves tokens if it ends a share in a pool, a withdrawal if it is not of dust.
      case ALLOW_TRUST,
          SET_TRUST_LINE_FLAGS,
          LIQUIDITY_POOL_WITHDRAW,
          INVOKE_HOST_FUNCTION,
          SET_OPTIONS,
          CHANGE_TRUST,
          MANAGE_DATA,
          BUMP_SEQUENCE,
          BEGIN_SPONSORING_FUTURE_RESERVES,
          END_SPONSORING_FUTURE_RESERVES,
          REVOKE_SPONSORSHIP,
          EXTEND_FOOTPRINT_TTL,
          RESTORE_FOOTPRINT ->
          false;
    };
  }

  /** Nobody gains by a payment to the paying account itself. */
  private static boolean pays(LedgerOperation operation) {
    PaymentOpView payment = operation.body().paymentOp();
    return payment.amount() != 0
        && !operation.sourceAccount().sameKey(AccountRef.of(payment.destination()));
  }

  private static boolean merges(AccountMergeResultView result) {
    return result.code() == AccountMergeResultCode.ACCOUNT_MERGE_SUCCESS
        && result.sourceAccountBalance() != 0;
  }
}
