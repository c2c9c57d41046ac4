package io.ttpprocessor.samplelake;

import java.util.List;
import org.stellar.sdk.xdr.AccountMergeResult;
import org.stellar.sdk.xdr.AccountMergeResultCode;
import org.stellar.sdk.xdr.BumpSequenceOp;
import org.stellar.sdk.xdr.BumpSequenceResult;
import org.stellar.sdk.xdr.BumpSequenceResultCode;
import org.stellar.sdk.xdr.ChangeTrustOp;
import org.stellar.sdk.xdr.ChangeTrustResult;
import org.stellar.sdk.xdr.ChangeTrustResultCode;
import org.stellar.sdk.xdr.CreateAccountOp;
import org.stellar.sdk.xdr.CreateAccountResult;
import org.stellar.sdk.xdr.CreateAccountResultCode;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SetOptionsOp;
import org.stellar.sdk.xdr.SetOptionsResult;
import org.stellar.sdk.xdr.SetOptionsResultCode;
import org.stellar.sdk.xdr.String32;

/** Accounts created, changed and merged, and operations that move nothing. */
final class AccountActivities {
  private static final int MOST_NEWCOMERS = 500;
  private static final List<String> HOME_DOMAINS = List.of("example.org", "example.com", "");

  private AccountActivities() {}

  static Activity.Outcome create(OperationContext context) {
    if (context.world().newcomers().size() >= MOST_NEWCOMERS) {
      return merge(context);
    }
    TokenAsset lumens = context.world().assets().get(0);
    AccountRecord payer = context.holder();
    long balance = 20_000_000 + context.spare(payer, lumens);
    AccountRecord account =
        new AccountRecord(
            context.dice().bytes(32), balance, context.transaction().ledger() << 32, 0);
    context.give(payer, lumens, -balance);
    context.changes().create(account);
    context.world().newcomers().add(account);
    context.expect(EventKind.TRANSFER, balance);
    CreateAccountOp create =
        new CreateAccountOp.Builder()
            .destination(account.id())
            .startingBalance(XdrValues.int64(balance))
            .build();
    return new Activity.Outcome(
        payer,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CREATE_ACCOUNT)
            .createAccountOp(create)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CREATE_ACCOUNT)
            .createAccountResult(
                new CreateAccountResult.Builder()
                    .discriminant(CreateAccountResultCode.CREATE_ACCOUNT_SUCCESS)
                    .build())
            .build());
  }

  static Activity.Outcome merge(OperationContext context) {
    List<AccountRecord> newcomers = context.world().newcomers();
    if (newcomers.isEmpty()) {
      return create(context);
    }
    AccountRecord closing = newcomers.remove(context.dice().below(newcomers.size()));
    AccountRecord heir = context.dice().pick(context.world().holders());
    long balance = closing.balance();
    context.changes().remove(closing);
    context.give(heir, context.world().assets().get(0), balance);
    context.expect(EventKind.TRANSFER, balance);
    return new Activity.Outcome(
        closing,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.ACCOUNT_MERGE)
            .destination(context.address(heir))
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.ACCOUNT_MERGE)
            .accountMergeResult(
                new AccountMergeResult.Builder()
                    .discriminant(AccountMergeResultCode.ACCOUNT_MERGE_SUCCESS)
                    .sourceAccountBalance(XdrValues.int64(balance))
                    .build())
            .build());
  }

  /** A newcomer opens a trust line and settles down: it is not merged any more. */
  static Activity.Outcome trust(OperationContext context) {
    List<AccountRecord> newcomers = context.world().newcomers();
    if (newcomers.isEmpty()) {
      return bumpSequence(context);
    }
    AccountRecord account = newcomers.remove(context.dice().below(newcomers.size()));
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    TrustLineRecord line = TrustLineRecord.forAsset(account, asset, 0);
    context.changes().modify(account).addSubEntries(1);
    account.trust(line);
    context.changes().create(line);
    ChangeTrustOp change =
        new ChangeTrustOp.Builder()
            .line(asset.changeTrustAsset())
            .limit(XdrValues.int64(Long.MAX_VALUE))
            .build();
    return new Activity.Outcome(
        account,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CHANGE_TRUST)
            .changeTrustOp(change)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.CHANGE_TRUST)
            .changeTrustResult(
                new ChangeTrustResult.Builder()
                    .discriminant(ChangeTrustResultCode.CHANGE_TRUST_SUCCESS)
                    .build())
            .build());
  }

  static Activity.Outcome setHomeDomain(OperationContext context) {
    AccountRecord account = context.holder();
    String domain = context.dice().pick(HOME_DOMAINS);
    context.changes().modify(account).setHomeDomain(domain);
    SetOptionsOp options =
        new SetOptionsOp.Builder().homeDomain(new String32(XdrValues.text(domain))).build();
    return new Activity.Outcome(
        account,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.SET_OPTIONS)
            .setOptionsOp(options)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.SET_OPTIONS)
            .setOptionsResult(
                new SetOptionsResult.Builder()
                    .discriminant(SetOptionsResultCode.SET_OPTIONS_SUCCESS)
                    .build())
            .build());
  }

  /** Bumps to a number already passed, which changes nothing. */
  static Activity.Outcome bumpSequence(OperationContext context) {
    return new Activity.Outcome(
        context.transaction().source(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.BUMP_SEQUENCE)
            .bumpSequenceOp(
                new BumpSequenceOp.Builder().bumpTo(XdrValues.sequenceNumber(1)).build())
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.BUMP_SEQUENCE)
            .bumpSeqResult(
                new BumpSequenceResult.Builder()
                    .discriminant(BumpSequenceResultCode.BUMP_SEQUENCE_SUCCESS)
                    .build())
            .build());
  }
}
