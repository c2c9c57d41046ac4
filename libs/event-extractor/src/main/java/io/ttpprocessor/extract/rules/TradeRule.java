package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ClaimAtomView;
import io.ttpprocessor.xdr.ClaimLiquidityAtomView;
import io.ttpprocessor.xdr.ClaimOfferAtomV0View;
import io.ttpprocessor.xdr.ClaimOfferAtomView;

/**
 * Trades: each is two movements, first what the seller (an offer's account or a liquidity pool)
 * gives to the source account, then what the source account gives to the seller.
 */
final class TradeRule {
  private TradeRule() {}

  /**
   * The trades of an offer to sell, passive or not: the network gives both the result of the type
   * MANAGE_SELL_OFFER.
   */
  static void sellOffer(LedgerOperation operation, RuleContext context) {
    trades(
        operation, operation.result().manageSellOfferResult().success().offersClaimed(), context);
  }

  /** The trades of an offer to buy. */
  static void buyOffer(LedgerOperation operation, RuleContext context) {
    trades(operation, operation.result().manageBuyOfferResult().success().offersClaimed(), context);
  }

  /** Adds the trades that a result lists. */
  static void trades(
      LedgerOperation operation, ClaimAtomView.Sequence trades, RuleContext context) {
    if (trades.isEmpty()) {
      return;
    }
    Address buyer = context.account(operation.sourceAccount());
    for (ClaimAtomView trade : trades) {
      switch (trade.type()) {
        case CLAIM_ATOM_TYPE_V0 -> {
          ClaimOfferAtomV0View atom = trade.v0();
          Address seller = context.account(AccountRef.of(atom.sellerEd25519()));
          move(atom.assetSold(), seller, buyer, atom.amountSold(), context);
          move(atom.assetBought(), buyer, seller, atom.amountBought(), context);
        }
        case CLAIM_ATOM_TYPE_ORDER_BOOK -> {
          ClaimOfferAtomView atom = trade.orderBook();
          Address seller = context.account(AccountRef.of(atom.sellerID()));
          move(atom.assetSold(), seller, buyer, atom.amountSold(), context);
          move(atom.assetBought(), buyer, seller, atom.amountBought(), context);
        }
        case CLAIM_ATOM_TYPE_LIQUIDITY_POOL -> {
          ClaimLiquidityAtomView atom = trade.liquidityPool();
          Address seller = context.liquidityPool(atom.liquidityPoolID());
          move(atom.assetSold(), seller, buyer, atom.amountSold(), context);
          move(atom.assetBought(), buyer, seller, atom.amountBought(), context);
        }
      }
    }
  }

  private static void move(
      AssetView asset, Address from, Address to, long amount, RuleContext context) {
    context.move(context.asset(asset), from, to, Amount.of(amount), null);
  }
}
