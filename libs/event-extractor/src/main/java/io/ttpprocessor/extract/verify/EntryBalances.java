package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.rules.EntryTransition;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.EntryChanges;
import io.ttpprocessor.xdr.AccountEntryView;
import io.ttpprocessor.xdr.AssetType;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ClaimableBalanceEntryView;
import io.ttpprocessor.xdr.LedgerEntryDataView;
import io.ttpprocessor.xdr.LedgerEntryView;
import io.ttpprocessor.xdr.LiquidityPoolEntryConstantProductView;
import io.ttpprocessor.xdr.LiquidityPoolEntryView;
import io.ttpprocessor.xdr.TrustLineAssetView;
import io.ttpprocessor.xdr.TrustLineEntryView;

/**
 * Reads the balances in ledger entries: of accounts, trustlines, claimable balances and liquidity
 * pools. Shares of a pool are not counted: what they stand for is in the pool.
 */
final class EntryBalances {
  private final RuleContext names;

  EntryBalances(RuleContext names) {
    this.names = names;
  }

  /**
   * Adds what the changes made of balances.
   *
   * @throws IllegalStateException when the changes cannot be read
   * @throws IllegalArgumentException when an asset's code is not UTF-8
   */
  void add(EntryChanges changes, BalanceSheet sheet) {
    for (EntryTransition transition : EntryTransition.of(changes)) {
      add(transition.before(), -1, sheet);
      add(transition.after(), 1, sheet);
    }
  }

  private void add(LedgerEntryView entry, int sign, BalanceSheet sheet) {
    if (entry == null) {
      return;
    }
    LedgerEntryDataView data = entry.data();
    switch (data.type()) {
      case ACCOUNT -> addAccount(data.account(), sign, sheet);
      case TRUSTLINE -> addTrustline(data.trustLine(), sign, sheet);
      case CLAIMABLE_BALANCE -> addClaimableBalance(data.claimableBalance(), sign, sheet);
      case LIQUIDITY_POOL -> addPool(data.liquidityPool(), sign, sheet);
      default -> {
        // Holds no balance, or a contract's.
      }
    }
  }

  private void addAccount(AccountEntryView account, int sign, BalanceSheet sheet) {
    Address holder = names.account(AccountRef.of(account.accountID()));
    sheet.addEntry(holder, names.nativeAsset(), sign * account.balance());
  }

  private void addTrustline(TrustLineEntryView trustline, int sign, BalanceSheet sheet) {
    TrustLineAssetView asset = trustline.asset();
    if (asset.type() == AssetType.ASSET_TYPE_POOL_SHARE) {
      return;
    }
    // The two unions have their other arms in common.
    AssetView same = AssetView.parseExactly(asset.bytes(), asset.offset(), asset.end());
    Address holder = names.account(AccountRef.of(trustline.accountID()));
    sheet.addEntry(holder, names.asset(same), sign * trustline.balance());
  }

  private void addClaimableBalance(
      ClaimableBalanceEntryView balance, int sign, BalanceSheet sheet) {
    Address holder = names.claimableBalance(balance.balanceID());
    sheet.addEntry(holder, names.asset(balance.asset()), sign * balance.amount());
  }

  private void addPool(LiquidityPoolEntryView pool, int sign, BalanceSheet sheet) {
    Address holder = names.liquidityPool(pool.liquidityPoolID());
    LiquidityPoolEntryConstantProductView product = pool.body().constantProduct();
    sheet.addEntry(holder, names.asset(product.params().assetA()), sign * product.reserveA());
    sheet.addEntry(holder, names.asset(product.params().assetB()), sign * product.reserveB());
  }
}
