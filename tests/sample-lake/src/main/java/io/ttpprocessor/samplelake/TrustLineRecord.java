package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.TrustLineAsset;
import org.stellar.sdk.xdr.TrustLineEntry;
import org.stellar.sdk.xdr.TrustLineFlags;

/** A trust line to an issued asset, or to a pool's shares. */
final class TrustLineRecord extends BalanceRecord {
  private static final long AUTHORIZED = TrustLineFlags.AUTHORIZED_FLAG.getValue();
  private static final long CLAWBACK = TrustLineFlags.TRUSTLINE_CLAWBACK_ENABLED_FLAG.getValue();

  private final AccountRecord owner;
  private final TokenAsset asset;
  private final TrustLineAsset line;
  private boolean authorized = true;

  private TrustLineRecord(
      AccountRecord owner, TokenAsset asset, TrustLineAsset line, long balance) {
    super(balance);
    this.owner = owner;
    this.asset = asset;
    this.line = line;
  }

  static TrustLineRecord forAsset(AccountRecord owner, TokenAsset asset, long balance) {
    return new TrustLineRecord(owner, asset, asset.trustLineAsset(), balance);
  }

  static TrustLineRecord forPoolShares(AccountRecord owner, PoolRecord pool) {
    TrustLineAsset line =
        new TrustLineAsset.Builder()
            .discriminant(AssetType.ASSET_TYPE_POOL_SHARE)
            .liquidityPoolID(pool.id())
            .build();
    return new TrustLineRecord(owner, null, line, 0);
  }

  AccountRecord owner() {
    return owner;
  }

  /** The issued asset; null on a line to pool shares. */
  TokenAsset asset() {
    return asset;
  }

  void authorize(boolean allowed) {
    authorized = allowed;
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    long clawback = asset != null && asset.clawbackEnabled() ? CLAWBACK : 0;
    TrustLineEntry entry =
        new TrustLineEntry.Builder()
            .accountID(owner.id())
            .asset(line)
            .balance(XdrValues.int64(balance()))
            .limit(XdrValues.int64(Long.MAX_VALUE))
            .flags(XdrValues.uint32((authorized ? AUTHORIZED : 0) | clawback))
            .ext(new TrustLineEntry.TrustLineEntryExt.Builder().discriminant(0).build())
            .build();
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.TRUSTLINE)
        .trustLine(entry)
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.TRUSTLINE)
        .trustLine(
            new LedgerKey.LedgerKeyTrustLine.Builder().accountID(owner.id()).asset(line).build())
        .build();
  }
}
