package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.TransactionRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/**
 * Makes the bytes of one value after the other, each in the place of the one before: what takes a
 * value copies it if it keeps it. Not thread-safe.
 */
final class TextBuffer {
  private static final int INITIAL_SIZE = 256;
  private static final int MOST_DIGITS = 20;

  private byte[] bytes = new byte[INITIAL_SIZE];

  Binary address(Address address) {
    require(address.length());
    address.copyAscii(bytes, 0);
    return value(0, address.length());
  }

  Binary transactionHash(TransactionRef transaction) {
    transaction.copyHashHex(bytes, 0);
    return value(0, TransactionRef.HASH_DIGITS);
  }

  /** {@code CODE:ISSUER}, of an asset that was issued. */
  Binary issuedAsset(Asset asset) {
    int code = asset.codeSize();
    int size = code + 1 + asset.issuer().length();
    require(size);
    asset.copyCode(bytes, 0);
    bytes[code] = ':';
    asset.issuer().copyAscii(bytes, code + 1);
    return value(0, size);
  }

  /** Decimal digits. */
  Binary digits(Amount amount) {
    if (!amount.fitsLong()) {
      return Binary.fromConstantByteArray(amount.toString().getBytes(StandardCharsets.US_ASCII));
    }
    long rest = amount.low();
    int at = MOST_DIGITS;
    do {
      // Of a negative number the remainders are negative: there is no opposite of the least one.
      bytes[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
      rest /= 10;
    } while (rest != 0);
    if (amount.low() < 0) {
      bytes[--at] = '-';
    }
    return value(at, MOST_DIGITS - at);
  }

  /** Sixteen bytes, the most significant first, in two's complement. */
  Binary decimal(Amount amount) {
    for (int i = 0; i < Long.BYTES; i++) {
      int shift = Long.SIZE - Byte.SIZE * (i + 1);
      bytes[i] = (byte) (amount.high() >> shift);
      bytes[Long.BYTES + i] = (byte) (amount.low() >> shift);
    }
    return value(0, TableSchema.DECIMAL_SIZE);
  }

  private Binary value(int offset, int length) {
    return Binary.fromReusedByteArray(bytes, offset, length);
  }

  private void require(int size) {
    if (bytes.length < size) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
  }
}
