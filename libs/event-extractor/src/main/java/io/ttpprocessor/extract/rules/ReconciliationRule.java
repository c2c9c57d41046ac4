package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.AccountEntryView;
import io.ttpprocessor.xdr.LedgerEntryType;
import io.ttpprocessor.xdr.LedgerEntryView;
import java.math.BigInteger;

/**
 * Below protocol 8 an operation could change its source account's lumens by more or less than it
 * says. The difference between the account's balance and the operation's events is minted before
 * them or burned after them (CAP-67, retroactive events; reference:
 * generateXlmReconciliationEvents).
 */
final class ReconciliationRule {
  private ReconciliationRule() {}

  /** Adds the difference, if there is one, to the events that the operation's rule has added. */
  static void reconcile(LedgerOperation operation, RuleContext context) {
    AccountRef account = operation.sourceAccount();
    Address holder = context.account(account);
    BigInteger difference =
        balanceChange(operation, account).subtract(eventsChange(holder, context));
    if (difference.signum() > 0) {
      context.addFirst(
          context
              .event(EventKind.MINT)
              .asset(context.nativeAsset())
              .to(holder)
              .amount(Amount.of(difference))
              .build());
    } else if (difference.signum() < 0) {
      context.add(
          context
              .event(EventKind.BURN)
              .asset(context.nativeAsset())
              .from(holder)
              .amount(Amount.of(difference.negate()))
              .build());
    }
  }

  /** By how much the entry changes raise the account's balance. */
  private static BigInteger balanceChange(LedgerOperation operation, AccountRef account) {
    BigInteger change = BigInteger.ZERO;
    for (EntryTransition transition : EntryTransition.asFarAsTold(operation)) {
      if (transition.type() == LedgerEntryType.ACCOUNT
          && account.sameKey(AccountRef.of(transition.latest().data().account().accountID()))) {
        long delta = balance(transition.after()) - balance(transition.before());
        change = change.add(BigInteger.valueOf(delta));
      }
    }
    return change;
  }

  private static long balance(LedgerEntryView entry) {
    if (entry == null) {
      return 0;
    }
    AccountEntryView account = entry.data().account();
    return account.balance();
  }

  /** By how much the operation's events raise the holder's lumens. */
  private static BigInteger eventsChange(Address holder, RuleContext context) {
    BigInteger change = BigInteger.ZERO;
    for (TokenEvent event : context.eventsOfOperation()) {
      Asset asset = event.asset();
      if (asset == null) {
        continue;
      }
      if (!asset.isNative()) {
        requireCode(asset);
        continue;
      }
      BigInteger amount = event.amount().toBigInteger();
      if (holder.equals(event.from())) {
        change = change.subtract(amount);
      }
      if (holder.equals(event.to())) {
        change = change.add(amount);
      }
    }
    return change;
  }

  /** No network takes an asset without a code, and the books cannot be balanced over one. */
  private static void requireCode(Asset asset) {
    if (asset.code().isEmpty()) {
      throw new IllegalStateException("asset of " + asset.issuer() + " has an empty code");
    }
  }
}
