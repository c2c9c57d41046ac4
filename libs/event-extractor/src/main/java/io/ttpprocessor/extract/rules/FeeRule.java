package io.ttpprocessor.extract.rules;

import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.EntryChanges;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.xdr.AccountEntryView;
import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.LedgerEntryType;
import io.ttpprocessor.xdr.LedgerEntryView;

/**
 * Fees, of failed transactions too. A classic transaction's fee is in its result. A Soroban
 * transaction is charged the most it may cost, and refunded what it did not use; both are read from
 * the fee account's balance (CAP-67; reference: generateFeeEvents).
 */
public final class FeeRule {
  private static final int FIRST_SOROBAN_META = 3;

  private FeeRule() {}

  /**
   * Adds the fee that was charged before the transaction was applied.
   *
   * @throws IllegalStateException when the changes say that the fee account gained by it
   */
  public static void charge(LedgerTransaction transaction, RuleContext context) {
    AccountRef payer = transaction.feeAccount();
    long fee;
    if (transaction.isSoroban()) {
      BalanceSpan span = new BalanceSpan(payer);
      span.read(transaction.feeChanges());
      if (span.last > span.first) {
        throw new IllegalStateException("the fee account's balance grows by the fee: " + span);
      }
      fee = span.first - span.last;
    } else {
      fee = transaction.result().feeCharged();
    }
    context.addFee(context.account(payer), fee);
  }

  /**
   * Adds the refund of a Soroban transaction, if there is one; to be called after its operations.
   *
   * @throws IllegalStateException when the changes say that the fee account lost by it
   */
  public static void refund(LedgerTransaction transaction, RuleContext context) {
    if (!transaction.isSoroban()) {
      return;
    }
    if (transaction.metaVersion() < FIRST_SOROBAN_META) {
      throw new IllegalStateException(
          "a Soroban transaction has metadata of version " + transaction.metaVersion());
    }
    AccountRef payer = transaction.feeAccount();
    BalanceSpan span = new BalanceSpan(payer);
    // Before protocol 23 the refund is among the first, since then among the second.
    span.read(transaction.changesAfter());
    span.read(transaction.postApplyFeeChanges());
    if (span.first > span.last) {
      throw new IllegalStateException("the fee account's balance shrinks by the refund: " + span);
    }
    long refund = span.last - span.first;
    if (refund > 0) {
      context.addRefund(context.account(payer), refund);
    }
  }

  /** The balance of an account before and after changes; 0 where they do not tell it. */
  private static final class BalanceSpan {
    private final AccountRef account;
    private long first;
    private long last;

    private BalanceSpan(AccountRef account) {
      this.account = account;
    }

    private void read(EntryChanges changes) {
      for (LedgerEntryChangeView change : changes) {
        switch (change.type()) {
          case LEDGER_ENTRY_STATE -> first = balanceOr(first, change.state());
          case LEDGER_ENTRY_UPDATED -> last = balanceOr(last, change.updated());
          case LEDGER_ENTRY_CREATED, LEDGER_ENTRY_REMOVED -> {}
          case LEDGER_ENTRY_RESTORED ->
              throw new IllegalStateException("a fee's changes restore an entry");
        }
      }
    }

    private long balanceOr(long otherwise, LedgerEntryView entry) {
      if (entry.data().type() != LedgerEntryType.ACCOUNT) {
        return otherwise;
      }
      AccountEntryView found = entry.data().account();
      return account.sameKey(AccountRef.of(found.accountID())) ? found.balance() : otherwise;
    }

    @Override
    public String toString() {
      return "from " + first + " to " + last;
    }
  }
}
