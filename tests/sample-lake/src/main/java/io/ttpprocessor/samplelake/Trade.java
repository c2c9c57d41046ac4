package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.ClaimAtom;
import org.stellar.sdk.xdr.ClaimAtomType;
import org.stellar.sdk.xdr.ClaimLiquidityAtom;
import org.stellar.sdk.xdr.ClaimOfferAtom;

/**
 * One exchange with a resting offer or a pool, from the taker's side: an amount paid of one asset
 * and an amount received of another, in their smallest units.
 */
record Trade(
    TokenAsset paid, long amountPaid, TokenAsset received, long amountReceived, ClaimAtom atom) {

  /**
   * Takes some or all of an offer; the seller's side is settled here, the taker's by the caller.
   */
  static Trade withOffer(OperationContext context, OfferRecord offer) {
    long lots = offer.amount() / offer.denominator();
    boolean whole = context.dice().chance(30);
    long sold = offer.denominator() * (whole ? lots : context.dice().between(1, lots));
    long most = context.spare(offer.seller(), offer.selling());
    sold = Math.max(offer.denominator(), Math.min(sold, most - most % offer.denominator()));
    long bought = sold / offer.denominator() * offer.numerator();
    AccountRecord seller = offer.seller();
    if (sold == offer.amount()) {
      context.changes().remove(offer);
      context.changes().modify(seller).addSubEntries(-1);
      context.world().offers().remove(offer);
    } else {
      context.changes().modify(offer).reduce(sold);
    }
    context.give(seller, offer.selling(), -sold);
    context.give(seller, offer.buying(), bought);
    context.expect(EventKind.TRANSFER, sold);
    context.expect(EventKind.TRANSFER, bought);
    ClaimOfferAtom claim =
        new ClaimOfferAtom.Builder()
            .sellerID(seller.id())
            .offerID(XdrValues.int64(offer.id()))
            .assetSold(offer.selling().xdr())
            .amountSold(XdrValues.int64(sold))
            .assetBought(offer.buying().xdr())
            .amountBought(XdrValues.int64(bought))
            .build();
    ClaimAtom atom =
        new ClaimAtom.Builder()
            .discriminant(ClaimAtomType.CLAIM_ATOM_TYPE_ORDER_BOOK)
            .orderBook(claim)
            .build();
    return new Trade(offer.buying(), bought, offer.selling(), sold, atom);
  }

  /** Swaps an amount through a pool; the taker's side is settled by the caller. */
  static Trade withPool(
      OperationContext context, PoolRecord pool, TokenAsset paid, long amountPaid) {
    TokenAsset received = pool.other(paid);
    long amountReceived = context.changes().modify(pool).swap(paid, amountPaid);
    context.expect(EventKind.TRANSFER, amountReceived);
    context.expect(EventKind.TRANSFER, amountPaid);
    ClaimLiquidityAtom claim =
        new ClaimLiquidityAtom.Builder()
            .liquidityPoolID(pool.id())
            .assetSold(received.xdr())
            .amountSold(XdrValues.int64(amountReceived))
            .assetBought(paid.xdr())
            .amountBought(XdrValues.int64(amountPaid))
            .build();
    ClaimAtom atom =
        new ClaimAtom.Builder()
            .discriminant(ClaimAtomType.CLAIM_ATOM_TYPE_LIQUIDITY_POOL)
            .liquidityPool(claim)
            .build();
    return new Trade(paid, amountPaid, received, amountReceived, atom);
  }
}
