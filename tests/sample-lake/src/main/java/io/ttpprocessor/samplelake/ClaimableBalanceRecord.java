package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.ClaimPredicate;
import org.stellar.sdk.xdr.ClaimPredicateType;
import org.stellar.sdk.xdr.ClaimableBalanceEntry;
import org.stellar.sdk.xdr.ClaimableBalanceEntryExtensionV1;
import org.stellar.sdk.xdr.ClaimableBalanceFlags;
import org.stellar.sdk.xdr.ClaimableBalanceID;
import org.stellar.sdk.xdr.ClaimableBalanceIDType;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.ClaimantType;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;

/** A claimable balance for one claimant, without conditions. */
final class ClaimableBalanceRecord extends LedgerRecord {
  private static final long CLAWBACK =
      ClaimableBalanceFlags.CLAIMABLE_BALANCE_CLAWBACK_ENABLED_FLAG.getValue();

  private final ClaimableBalanceID id;
  private final AccountRecord claimant;
  private final TokenAsset asset;
  private final long amount;

  ClaimableBalanceRecord(byte[] idHash, AccountRecord claimant, TokenAsset asset, long amount) {
    this.id =
        new ClaimableBalanceID.Builder()
            .discriminant(ClaimableBalanceIDType.CLAIMABLE_BALANCE_ID_TYPE_V0)
            .v0(XdrValues.hash(idHash))
            .build();
    this.claimant = claimant;
    this.asset = asset;
    this.amount = amount;
  }

  ClaimableBalanceID id() {
    return id;
  }

  AccountRecord claimant() {
    return claimant;
  }

  TokenAsset asset() {
    return asset;
  }

  long amount() {
    return amount;
  }

  Claimant[] claimants() {
    Claimant.ClaimantV0 claim =
        new Claimant.ClaimantV0.Builder()
            .destination(claimant.id())
            .predicate(
                new ClaimPredicate.Builder()
                    .discriminant(ClaimPredicateType.CLAIM_PREDICATE_UNCONDITIONAL)
                    .build())
            .build();
    return new Claimant[] {
      new Claimant.Builder().discriminant(ClaimantType.CLAIMANT_TYPE_V0).v0(claim).build()
    };
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    ClaimableBalanceEntry entry =
        new ClaimableBalanceEntry.Builder()
            .balanceID(id)
            .claimants(claimants())
            .asset(asset.xdr())
            .amount(XdrValues.int64(amount))
            .ext(extension())
            .build();
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.CLAIMABLE_BALANCE)
        .claimableBalance(entry)
        .build();
  }

  private ClaimableBalanceEntry.ClaimableBalanceEntryExt extension() {
    if (!asset.clawbackEnabled()) {
      return new ClaimableBalanceEntry.ClaimableBalanceEntryExt.Builder().discriminant(0).build();
    }
    ClaimableBalanceEntryExtensionV1 flagged =
        new ClaimableBalanceEntryExtensionV1.Builder()
            .flags(XdrValues.uint32(CLAWBACK))
            .ext(
                new ClaimableBalanceEntryExtensionV1.ClaimableBalanceEntryExtensionV1Ext.Builder()
                    .discriminant(0)
                    .build())
            .build();
    return new ClaimableBalanceEntry.ClaimableBalanceEntryExt.Builder()
        .discriminant(1)
        .v1(flagged)
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.CLAIMABLE_BALANCE)
        .claimableBalance(new LedgerKey.LedgerKeyClaimableBalance.Builder().balanceID(id).build())
        .build();
  }
}
