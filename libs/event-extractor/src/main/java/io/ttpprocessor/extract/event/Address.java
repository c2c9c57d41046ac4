package io.ttpprocessor.extract.event;

import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A holder of tokens or a token's contract: an account, muxed account, contract, claimable balance
 * or liquidity pool, with its address as text (SEP-23).
 *
 * <p>Immutable. Two addresses are equal when their texts are, and are ordered as their texts.
 */
public final class Address implements Comparable<Address> {
  private final StrKey.Kind kind;

  /** The text, one byte a character: it is written far more often than it is asked for. */
  private final byte[] ascii;

  /** Asked for far more often than addresses are made, since these are remembered. */
  private final int hash;

  private Address(StrKey.Kind kind, String text) {
    this.kind = kind;
    this.ascii = text.getBytes(StandardCharsets.US_ASCII);
    this.hash = Arrays.hashCode(ascii);
  }

  /**
   * The address of the given kind whose key begins at the offset.
   *
   * @param bytes holds the key: the ed25519 key, or the hash of a contract, pool or balance, 32
   *     bytes; before the ed25519 key of a muxed account, its id, 8 bytes in big-endian order, as
   *     XDR has it in a contract's address
   */
  static Address read(StrKey.Kind kind, byte[] bytes, int offset) {
    return new Address(
        kind,
        switch (kind) {
          case ACCOUNT -> StrKey.encodeAccount(bytes, offset);
          case MUXED_ACCOUNT ->
              StrKey.encodeMuxedAccount(bytes, offset + Long.BYTES, Xdr.int64(bytes, offset));
          case CONTRACT -> StrKey.encodeContract(bytes, offset);
          case CLAIMABLE_BALANCE -> StrKey.encodeClaimableBalance(bytes, offset);
          case LIQUIDITY_POOL -> StrKey.encodeLiquidityPool(bytes, offset);
        });
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when the text is not the canonical encoding of one; the
   *     message quotes it
   */
  public static Address parse(String text) {
    return new Address(StrKey.decode(text).kind(), text);
  }

  /** What the address names. */
  public StrKey.Kind kind() {
    return kind;
  }

  /** Number of characters of the text. */
  public int length() {
    return ascii.length;
  }

  /**
   * Writes the text's {@link #length} characters, one byte each, to the target from an offset on.
   */
  public void copyAscii(byte[] target, int offset) {
    System.arraycopy(ascii, 0, target, offset, ascii.length);
  }

  /** The address as text: G…, M…, C…, B… or L…; a new string at each call. */
  @Override
  public String toString() {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  /** In the order of the texts; compares without a string. */
  @Override
  public int compareTo(Address other) {
    return Arrays.compare(ascii, other.ascii);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Address
            && ((Address) other).hash == hash
            && Arrays.equals(((Address) other).ascii, ascii);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
