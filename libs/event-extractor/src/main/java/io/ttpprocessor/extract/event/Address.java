package io.ttpprocessor.extract.event;

import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.runtime.Xdr;

/**
 * A holder of tokens or a token's contract: an account, muxed account, contract, claimable balance
 * or liquidity pool, with its address as text (SEP-23).
 *
 * <p>Immutable. Two addresses are equal when their texts are.
 */
public final class Address {
  private final StrKey.Kind kind;
  private final String text;

  private Address(StrKey.Kind kind, String text) {
    this.kind = kind;
    this.text = text;
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

  /** What the address names. */
  public StrKey.Kind kind() {
    return kind;
  }

  /** The address as text: G…, M…, C…, B… or L…. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Address && ((Address) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
