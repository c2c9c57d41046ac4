package io.ttpprocessor.extract.event;

import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A transaction as its events name it; shared by all of them.
 *
 * <p>Immutable. Its hash is kept as the digits that every event repeats, and that of a fee bump is
 * the outer transaction's.
 */
public final class TransactionRef {
  /** Number of hexadecimal digits of a transaction's hash. */
  public static final int HASH_DIGITS = 64;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final int index;
  private final byte[] hashHex;

  private TransactionRef(int index, byte[] hashHex) {
    this.index = index;
    this.hashHex = hashHex;
  }

  /**
   * The transaction at a place of the ledger.
   *
   * @param index place in the ledger's apply order, from 1
   * @param hash its hash, 32 bytes
   * @throws IllegalArgumentException when the hash is of another length
   */
  public static TransactionRef of(int index, OpaqueView hash) {
    if (hash.size() != HASH_DIGITS / 2) {
      throw new IllegalArgumentException("a transaction hash of " + hash.size() + " bytes");
    }
    byte[] hex = new byte[HASH_DIGITS];
    byte[] bytes = hash.bytes();
    int offset = hash.offset();
    for (int i = 0; i < HASH_DIGITS / 2; i++) {
      int octet = bytes[offset + i];
      hex[2 * i] = DIGITS[octet >> 4 & 0xf];
      hex[2 * i + 1] = DIGITS[octet & 0xf];
    }
    return new TransactionRef(index, hex);
  }

  /** Place in the ledger's apply order, from 1. */
  public int index() {
    return index;
  }

  /** The hash as {@link #HASH_DIGITS} lowercase hexadecimal digits; a new string at each call. */
  public String hashHex() {
    return new String(hashHex, StandardCharsets.US_ASCII);
  }

  /** Writes the {@link #HASH_DIGITS} digits, one byte each, to the target from an offset on. */
  public void copyHashHex(byte[] target, int offset) {
    System.arraycopy(hashHex, 0, target, offset, HASH_DIGITS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionRef
        && ((TransactionRef) other).index == index
        && Arrays.equals(((TransactionRef) other).hashHex, hashHex);
  }

  @Override
  public int hashCode() {
    return 31 * index + Arrays.hashCode(hashHex);
  }

  @Override
  public String toString() {
    return "transaction " + index + " (" + hashHex() + ")";
  }
}
