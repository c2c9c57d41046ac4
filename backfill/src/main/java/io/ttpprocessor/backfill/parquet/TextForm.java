package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.TransactionRef;
import java.nio.charset.StandardCharsets;

/**
 * Appends a text in the encoding PLAIN: its length in four bytes, then its UTF-8.
 *
 * @param <K> what the text is made of
 */
@FunctionalInterface
interface TextForm<K> {
  /** The most digits of 64 bits, and a sign. */
  int MOST_DIGITS = 20;

  /** Appends the text. */
  void put(K key, PlainBytes target);

  /** A text that is there already. */
  static void text(String text, PlainBytes target) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    target.putInt(bytes.length);
    System.arraycopy(bytes, 0, target.room(bytes.length), target.size(), bytes.length);
    target.skip(bytes.length);
  }

  /** An address. */
  static void address(Address address, PlainBytes target) {
    target.putInt(address.length());
    characters(address, target);
  }

  private static void characters(Address address, PlainBytes target) {
    address.copyAscii(target.room(address.length()), target.size());
    target.skip(address.length());
  }

  /** {@code native}, or {@code CODE:ISSUER}. */
  static void asset(Asset asset, PlainBytes target) {
    if (asset.isNative()) {
      text(asset.toString(), target);
      return;
    }
    int code = asset.codeSize();
    target.putInt(code + 1 + asset.issuer().length());
    byte[] bytes = target.room(code + 1);
    asset.copyCode(bytes, target.size());
    bytes[target.size() + code] = ':';
    target.skip(code + 1);
    characters(asset.issuer(), target);
  }

  /** The transaction's hash in hexadecimal digits. */
  static void hash(TransactionRef transaction, PlainBytes target) {
    target.putInt(TransactionRef.HASH_DIGITS);
    transaction.copyHashHex(target.room(TransactionRef.HASH_DIGITS), target.size());
    target.skip(TransactionRef.HASH_DIGITS);
  }

  /** An amount in decimal digits. */
  static void digits(Amount amount, PlainBytes target) {
    if (!amount.fitsLong()) {
      text(amount.toString(), target);
      return;
    }
    int length = lengthOf(amount.low());
    target.putInt(length);
    byte[] bytes = target.room(MOST_DIGITS);
    int at = target.size() + length;
    long rest = amount.low();
    do {
      // Of a negative number the remainders are negative: there is no opposite of the least one.
      bytes[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
      rest /= 10;
    } while (rest != 0);
    if (amount.low() < 0) {
      bytes[--at] = '-';
    }
    target.skip(length);
  }

  private static int lengthOf(long number) {
    int length = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      length++;
    }
    return length;
  }
}
