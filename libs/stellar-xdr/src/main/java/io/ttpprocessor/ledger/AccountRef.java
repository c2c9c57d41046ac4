package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.CryptoKeyType;
import io.ttpprocessor.xdr.MuxedAccountView;
import io.ttpprocessor.xdr.PublicKeyView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.Arrays;

/**
 * An account as a position in a ledger's bytes: its 32-byte ed25519 key and, for a multiplexed
 * account (CAP-27), the 64-bit id within it. It is what the three encodings of an account (bare
 * key, AccountID, MuxedAccount) have in common.
 *
 * <p>Immutable; it keeps the ledger's bytes reachable.
 */
public final class AccountRef {
  /** Bytes of an ed25519 public key. */
  public static final int KEY_SIZE = 32;

  private final byte[] bytes;
  private final int keyOffset;
  private final boolean muxed;
  private final long muxedId;

  private AccountRef(OpaqueView key, boolean muxed, long muxedId) {
    this.bytes = key.bytes();
    this.keyOffset = key.offset();
    this.muxed = muxed;
    this.muxedId = muxedId;
  }

  /** The account of a bare ed25519 key. */
  public static AccountRef of(OpaqueView ed25519) {
    return new AccountRef(ed25519, false, 0);
  }

  /** The account of an AccountID. */
  public static AccountRef of(PublicKeyView accountId) {
    return of(accountId.ed25519());
  }

  /** The account of a MuxedAccount, with its id when it has one. */
  public static AccountRef of(MuxedAccountView account) {
    if (account.type() == CryptoKeyType.KEY_TYPE_MUXED_ED25519) {
      return new AccountRef(account.med25519().ed25519(), true, account.med25519().id());
    }
    return of(account.ed25519());
  }

  /** The array that holds the key; never to be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Offset of the key's first byte. */
  public int keyOffset() {
    return keyOffset;
  }

  /** The key, {@link #KEY_SIZE} bytes, a copy. */
  public byte[] copyKey() {
    return Arrays.copyOfRange(bytes, keyOffset, keyOffset + KEY_SIZE);
  }

  /** Whether the account carries a multiplexed id. */
  public boolean isMuxed() {
    return muxed;
  }

  /**
   * The multiplexed id, an unsigned number (see {@link Long#toUnsignedString(long)}).
   *
   * @throws IllegalStateException when the account carries none
   */
  public long muxedId() {
    if (!muxed) {
      throw new IllegalStateException("account " + address() + " has no multiplexed id");
    }
    return muxedId;
  }

  /** Whether the other has the same key, whatever the multiplexed ids. */
  public boolean sameKey(AccountRef other) {
    return Arrays.equals(
        bytes,
        keyOffset,
        keyOffset + KEY_SIZE,
        other.bytes,
        other.keyOffset,
        other.keyOffset + KEY_SIZE);
  }

  /** The {@code G…} address of the key; a new string at each call. */
  public String address() {
    return StrKey.encodeAccount(bytes, keyOffset);
  }

  /** The {@code M…} address of a multiplexed account, otherwise the {@code G…} address. */
  public String muxedAddress() {
    return muxed ? StrKey.encodeMuxedAccount(bytes, keyOffset, muxedId) : address();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountRef && sameAccount((AccountRef) other);
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(muxedId);
    for (int i = 0; i < KEY_SIZE; i++) {
      hash = 31 * hash + bytes[keyOffset + i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return muxedAddress();
  }

  private boolean sameAccount(AccountRef other) {
    return muxed == other.muxed && muxedId == other.muxedId && sameKey(other);
  }
}
