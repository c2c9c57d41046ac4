package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.ClaimAtom;
import org.stellar.sdk.xdr.ManageOfferEffect;
import org.stellar.sdk.xdr.ManageOfferSuccessResult;
import org.stellar.sdk.xdr.PathPaymentStrictReceiveResult;
import org.stellar.sdk.xdr.PathPaymentStrictReceiveResultCode;
import org.stellar.sdk.xdr.PathPaymentStrictSendResult;
import org.stellar.sdk.xdr.PathPaymentStrictSendResultCode;
import org.stellar.sdk.xdr.SimplePaymentResult;

/** What the results of successful trades look like. */
final class TradeResults {
  private TradeResults() {}

  static ManageOfferSuccessResult created(OfferRecord offer) {
    return new ManageOfferSuccessResult.Builder()
        .offersClaimed(new ClaimAtom[0])
        .offer(
            new ManageOfferSuccessResult.ManageOfferSuccessResultOffer.Builder()
                .discriminant(ManageOfferEffect.MANAGE_OFFER_CREATED)
                .offer(offer.offer())
                .build())
        .build();
  }

  static ManageOfferSuccessResult filled(Trade trade) {
    return new ManageOfferSuccessResult.Builder()
        .offersClaimed(new ClaimAtom[] {trade.atom()})
        .offer(
            new ManageOfferSuccessResult.ManageOfferSuccessResultOffer.Builder()
                .discriminant(ManageOfferEffect.MANAGE_OFFER_DELETED)
                .build())
        .build();
  }

  static PathPaymentStrictSendResult strictSend(PathPayment payment) {
    return new PathPaymentStrictSendResult.Builder()
        .discriminant(PathPaymentStrictSendResultCode.PATH_PAYMENT_STRICT_SEND_SUCCESS)
        .success(
            new PathPaymentStrictSendResult.PathPaymentStrictSendResultSuccess.Builder()
                .offers(atoms(payment))
                .last(arrival(payment))
                .build())
        .build();
  }

  static PathPaymentStrictReceiveResult strictReceive(PathPayment payment) {
    return new PathPaymentStrictReceiveResult.Builder()
        .discriminant(PathPaymentStrictReceiveResultCode.PATH_PAYMENT_STRICT_RECEIVE_SUCCESS)
        .success(
            new PathPaymentStrictReceiveResult.PathPaymentStrictReceiveResultSuccess.Builder()
                .offers(atoms(payment))
                .last(arrival(payment))
                .build())
        .build();
  }

  private static ClaimAtom[] atoms(PathPayment payment) {
    return payment.trades().stream().map(Trade::atom).toArray(ClaimAtom[]::new);
  }

  private static SimplePaymentResult arrival(PathPayment payment) {
    return new SimplePaymentResult.Builder()
        .destination(payment.destination().id())
        .asset(payment.last().received().xdr())
        .amount(XdrValues.int64(payment.last().amountReceived()))
        .build();
  }
}
