package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.OfferEntry;
import org.stellar.sdk.xdr.OfferEntryFlags;

/** A resting offer: {@code amount} of {@code selling}, each unit for n/d of {@code buying}. */
final class OfferRecord extends LedgerRecord {
  private final AccountRecord seller;
  private final long id;
  private final TokenAsset selling;
  private final TokenAsset buying;
  private final int numerator;
  private final int denominator;
  private final boolean passive;
  private long amount;

  OfferRecord(AccountRecord seller, long id, Terms terms, boolean passive) {
    this.seller = seller;
    this.id = id;
    this.selling = terms.selling();
    this.buying = terms.buying();
    this.numerator = terms.numerator();
    this.denominator = terms.denominator();
    this.amount = terms.amount();
    this.passive = passive;
  }

  /**
   * What is offered; the amount is a multiple of the denominator, so that every trade comes out
   * even.
   */
  record Terms(
      TokenAsset selling, TokenAsset buying, long amount, int numerator, int denominator) {}

  AccountRecord seller() {
    return seller;
  }

  long id() {
    return id;
  }

  TokenAsset selling() {
    return selling;
  }

  TokenAsset buying() {
    return buying;
  }

  long amount() {
    return amount;
  }

  int numerator() {
    return numerator;
  }

  int denominator() {
    return denominator;
  }

  void reduce(long sold) {
    amount -= sold;
  }

  OfferEntry offer() {
    long flags = passive ? OfferEntryFlags.PASSIVE_FLAG.getValue() : 0;
    return new OfferEntry.Builder()
        .sellerID(seller.id())
        .offerID(XdrValues.int64(id))
        .selling(selling.xdr())
        .buying(buying.xdr())
        .amount(XdrValues.int64(amount))
        .price(XdrValues.price(numerator, denominator))
        .flags(XdrValues.uint32(flags))
        .ext(new OfferEntry.OfferEntryExt.Builder().discriminant(0).build())
        .build();
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.OFFER)
        .offer(offer())
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.OFFER)
        .offer(
            new LedgerKey.LedgerKeyOffer.Builder()
                .sellerID(seller.id())
                .offerID(XdrValues.int64(id))
                .build())
        .build();
  }
}
