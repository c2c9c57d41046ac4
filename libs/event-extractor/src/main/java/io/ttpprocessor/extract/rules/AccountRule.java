package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.AccountMergeResultCode;
import io.ttpprocessor.xdr.AccountMergeResultView;
import io.ttpprocessor.xdr.CreateAccountOpView;

/** Lumens that go along when an account begins or ends. */
final class AccountRule {
  private AccountRule() {}

  /** The starting balance goes from the source account to the new one. */
  static void create(LedgerOperation operation, RuleContext context) {
    CreateAccountOpView body = operation.body().createAccountOp();
    AccountRef destination = AccountRef.of(body.destination());
    context.move(
        context.nativeAsset(),
        context.account(operation.sourceAccount()),
        context.account(destination),
        Amount.of(body.startingBalance()),
        context.destinationInfo(destination));
  }

  /** What was left goes from the merged account to the destination, when the result tells it. */
  static void merge(LedgerOperation operation, RuleContext context) {
    AccountMergeResultView result = operation.result().accountMergeResult();
    if (result.code() != AccountMergeResultCode.ACCOUNT_MERGE_SUCCESS) {
      return;
    }
    AccountRef destination = AccountRef.of(operation.body().destination());
    context.move(
        context.nativeAsset(),
        context.account(operation.sourceAccount()),
        context.account(destination),
        Amount.of(result.sourceAccountBalance()),
        context.destinationInfo(destination));
  }
}
