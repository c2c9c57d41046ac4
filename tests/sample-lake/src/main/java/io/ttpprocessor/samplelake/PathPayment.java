package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.Asset;

/** A payment through one offer and, where a pool continues the way, through that pool. */
record PathPayment(AccountRecord sender, AccountRecord destination, List<Trade> trades) {

  static PathPayment make(OperationContext context) {
    OfferRecord offer = context.dice().pick(context.world().offers());
    AccountRecord sender = context.holderOtherThan(offer.seller());
    AccountRecord destination = context.dice().pick(context.world().holders());
    List<Trade> trades = new ArrayList<>();
    trades.add(Trade.withOffer(context, offer));
    Trade last = trades.get(0);
    List<PoolRecord> ways =
        context.world().pools().stream()
            .filter(pool -> pool.holds(offer.selling()))
            .filter(pool -> pool.other(offer.selling()) != offer.buying())
            .toList();
    if (!ways.isEmpty() && last.amountReceived() > 10 && context.dice().chance(60)) {
      PoolRecord pool = context.dice().pick(ways);
      last = Trade.withPool(context, pool, last.received(), last.amountReceived());
      trades.add(last);
    }
    context.give(sender, trades.get(0).paid(), -trades.get(0).amountPaid());
    context.give(destination, last.received(), last.amountReceived());
    context.expect(EventKind.TRANSFER, last.amountReceived());
    return new PathPayment(sender, destination, trades);
  }

  Trade first() {
    return trades.get(0);
  }

  Trade last() {
    return trades.get(trades.size() - 1);
  }

  /** The assets between the one sent and the one that arrives. */
  Asset[] path() {
    return trades.stream().skip(1).map(trade -> trade.paid().xdr()).toArray(Asset[]::new);
  }
}
