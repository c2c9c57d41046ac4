package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.CreatePassiveSellOfferOp;
import org.stellar.sdk.xdr.ManageBuyOfferOp;
import org.stellar.sdk.xdr.ManageBuyOfferResult;
import org.stellar.sdk.xdr.ManageBuyOfferResultCode;
import org.stellar.sdk.xdr.ManageOfferSuccessResult;
import org.stellar.sdk.xdr.ManageSellOfferOp;
import org.stellar.sdk.xdr.ManageSellOfferResult;
import org.stellar.sdk.xdr.ManageSellOfferResultCode;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PathPaymentStrictReceiveOp;
import org.stellar.sdk.xdr.PathPaymentStrictSendOp;

/** Offers made and taken, and payments that go through offers and pools. */
final class TradeActivities {
  private static final int MOST_OFFERS = 200;
  private static final int LEAST_OFFERS = 12;

  private TradeActivities() {}

  static Activity.Outcome offer(OperationContext context) {
    if (context.world().offers().size() >= MOST_OFFERS) {
      return sell(context);
    }
    OfferRecord offer = rest(context, false);
    return offered(offer, sellBody(offer));
  }

  static Activity.Outcome offerPassively(OperationContext context) {
    if (context.world().offers().size() >= MOST_OFFERS) {
      return buy(context);
    }
    OfferRecord offer = rest(context, true);
    CreatePassiveSellOfferOp create =
        new CreatePassiveSellOfferOp.Builder()
            .selling(offer.selling().xdr())
            .buying(offer.buying().xdr())
            .amount(XdrValues.int64(offer.amount()))
            .price(XdrValues.price(offer.numerator(), offer.denominator()))
            .build();
    return offered(
        offer,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.CREATE_PASSIVE_SELL_OFFER)
            .createPassiveSellOfferOp(create)
            .build());
  }

  private static OfferRecord rest(OperationContext context, boolean passive) {
    Dice dice = context.dice();
    TokenAsset selling = dice.pick(context.world().assets());
    TokenAsset buying = dice.pick(context.world().assets());
    while (buying == selling) {
      buying = dice.pick(context.world().assets());
    }
    int denominator = 1 + dice.below(9);
    long amount = denominator * dice.between(1_000, 100_000_000);
    OfferRecord.Terms terms =
        new OfferRecord.Terms(selling, buying, amount, 1 + dice.below(9), denominator);
    OfferRecord offer =
        new OfferRecord(context.holder(), context.world().nextOfferId(), terms, passive);
    context.changes().modify(offer.seller()).addSubEntries(1);
    context.changes().create(offer);
    context.world().offers().add(offer);
    return offer;
  }

  /** The network gives passive offers the result of a sell offer, too. */
  private static Activity.Outcome offered(OfferRecord offer, Operation.OperationBody body) {
    return new Activity.Outcome(
        offer.seller(),
        body,
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.MANAGE_SELL_OFFER)
            .manageSellOfferResult(sellResult(TradeResults.created(offer)))
            .build());
  }

  private static Operation.OperationBody sellBody(OfferRecord offer) {
    ManageSellOfferOp sell =
        new ManageSellOfferOp.Builder()
            .selling(offer.selling().xdr())
            .buying(offer.buying().xdr())
            .amount(XdrValues.int64(offer.amount()))
            .price(XdrValues.price(offer.numerator(), offer.denominator()))
            .offerID(XdrValues.int64(0))
            .build();
    return new Operation.OperationBody.Builder()
        .discriminant(OperationType.MANAGE_SELL_OFFER)
        .manageSellOfferOp(sell)
        .build();
  }

  private static ManageSellOfferResult sellResult(ManageOfferSuccessResult success) {
    return new ManageSellOfferResult.Builder()
        .discriminant(ManageSellOfferResultCode.MANAGE_SELL_OFFER_SUCCESS)
        .success(success)
        .build();
  }

  /** Sells into a resting offer, which fills the order whole. */
  static Activity.Outcome sell(OperationContext context) {
    if (context.world().offers().size() < LEAST_OFFERS) {
      return offer(context);
    }
    OfferRecord offer = context.dice().pick(context.world().offers());
    AccountRecord taker = context.holderOtherThan(offer.seller());
    Trade trade = Trade.withOffer(context, offer);
    settle(context, taker, trade);
    ManageSellOfferOp sell =
        new ManageSellOfferOp.Builder()
            .selling(trade.paid().xdr())
            .buying(trade.received().xdr())
            .amount(XdrValues.int64(trade.amountPaid()))
            .price(XdrValues.price(offer.denominator(), offer.numerator()))
            .offerID(XdrValues.int64(0))
            .build();
    return new Activity.Outcome(
        taker,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.MANAGE_SELL_OFFER)
            .manageSellOfferOp(sell)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.MANAGE_SELL_OFFER)
            .manageSellOfferResult(sellResult(TradeResults.filled(trade)))
            .build());
  }

  static Activity.Outcome buy(OperationContext context) {
    if (context.world().offers().size() < LEAST_OFFERS) {
      return offer(context);
    }
    OfferRecord offer = context.dice().pick(context.world().offers());
    AccountRecord taker = context.holderOtherThan(offer.seller());
    Trade trade = Trade.withOffer(context, offer);
    settle(context, taker, trade);
    ManageBuyOfferOp buy =
        new ManageBuyOfferOp.Builder()
            .selling(trade.paid().xdr())
            .buying(trade.received().xdr())
            .buyAmount(XdrValues.int64(trade.amountReceived()))
            .price(XdrValues.price(offer.numerator(), offer.denominator()))
            .offerID(XdrValues.int64(0))
            .build();
    ManageBuyOfferResult result =
        new ManageBuyOfferResult.Builder()
            .discriminant(ManageBuyOfferResultCode.MANAGE_BUY_OFFER_SUCCESS)
            .success(TradeResults.filled(trade))
            .build();
    return new Activity.Outcome(
        taker,
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.MANAGE_BUY_OFFER)
            .manageBuyOfferOp(buy)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.MANAGE_BUY_OFFER)
            .manageBuyOfferResult(result)
            .build());
  }

  private static void settle(OperationContext context, AccountRecord taker, Trade trade) {
    context.give(taker, trade.paid(), -trade.amountPaid());
    context.give(taker, trade.received(), trade.amountReceived());
  }

  static Activity.Outcome pathPaymentStrictSend(OperationContext context) {
    if (context.world().offers().size() < LEAST_OFFERS) {
      return offer(context);
    }
    PathPayment payment = PathPayment.make(context);
    PathPaymentStrictSendOp send =
        new PathPaymentStrictSendOp.Builder()
            .sendAsset(payment.first().paid().xdr())
            .sendAmount(XdrValues.int64(payment.first().amountPaid()))
            .destination(context.address(payment.destination()))
            .destAsset(payment.last().received().xdr())
            .destMin(XdrValues.int64(1))
            .path(payment.path())
            .build();
    return new Activity.Outcome(
        payment.sender(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.PATH_PAYMENT_STRICT_SEND)
            .pathPaymentStrictSendOp(send)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.PATH_PAYMENT_STRICT_SEND)
            .pathPaymentStrictSendResult(TradeResults.strictSend(payment))
            .build());
  }

  static Activity.Outcome pathPaymentStrictReceive(OperationContext context) {
    if (context.world().offers().size() < LEAST_OFFERS) {
      return offer(context);
    }
    PathPayment payment = PathPayment.make(context);
    PathPaymentStrictReceiveOp receive =
        new PathPaymentStrictReceiveOp.Builder()
            .sendAsset(payment.first().paid().xdr())
            .sendMax(XdrValues.int64(payment.first().amountPaid()))
            .destination(context.address(payment.destination()))
            .destAsset(payment.last().received().xdr())
            .destAmount(XdrValues.int64(payment.last().amountReceived()))
            .path(payment.path())
            .build();
    return new Activity.Outcome(
        payment.sender(),
        new Operation.OperationBody.Builder()
            .discriminant(OperationType.PATH_PAYMENT_STRICT_RECEIVE)
            .pathPaymentStrictReceiveOp(receive)
            .build(),
        new OperationResult.OperationResultTr.Builder()
            .discriminant(OperationType.PATH_PAYMENT_STRICT_RECEIVE)
            .pathPaymentStrictReceiveResult(TradeResults.strictReceive(payment))
            .build());
  }
}
