package io.ttpprocessor.extract.event;

import io.ttpprocessor.ledger.StrKey;

/**
 * Addresses by the bytes of their keys. An address met again is not encoded again; how many are
 * remembered is bounded. Not thread-safe.
 */
public final class AddressBook {
  private static final int HASH_SIZE = 32;
  private static final int ACCOUNT_BITS = 16;
  private static final int OTHER_BITS = 13;

  private final ByteKeyCache<Address> accounts = new ByteKeyCache<>(ACCOUNT_BITS);
  private final ByteKeyCache<Address> muxedAccounts = new ByteKeyCache<>(OTHER_BITS);
  private final ByteKeyCache<Address> contracts = new ByteKeyCache<>(OTHER_BITS);
  private final ByteKeyCache<Address> claimableBalances = new ByteKeyCache<>(OTHER_BITS);
  private final ByteKeyCache<Address> liquidityPools = new ByteKeyCache<>(OTHER_BITS);

  /** The account whose 32-byte ed25519 key is at the offset. */
  public Address account(byte[] bytes, int offset) {
    return find(accounts, StrKey.Kind.ACCOUNT, bytes, offset, HASH_SIZE);
  }

  /** The muxed account whose 8-byte id, followed by its ed25519 key, is at the offset. */
  public Address muxedAccount(byte[] bytes, int offset) {
    return find(muxedAccounts, StrKey.Kind.MUXED_ACCOUNT, bytes, offset, Long.BYTES + HASH_SIZE);
  }

  /** The contract whose 32-byte hash is at the offset. */
  public Address contract(byte[] bytes, int offset) {
    return find(contracts, StrKey.Kind.CONTRACT, bytes, offset, HASH_SIZE);
  }

  /** The claimable balance whose 32-byte hash is at the offset. */
  public Address claimableBalance(byte[] bytes, int offset) {
    return find(claimableBalances, StrKey.Kind.CLAIMABLE_BALANCE, bytes, offset, HASH_SIZE);
  }

  /** The liquidity pool whose 32-byte hash is at the offset. */
  public Address liquidityPool(byte[] bytes, int offset) {
    return find(liquidityPools, StrKey.Kind.LIQUIDITY_POOL, bytes, offset, HASH_SIZE);
  }

  private static Address find(
      ByteKeyCache<Address> cache, StrKey.Kind kind, byte[] bytes, int offset, int length) {
    Address known = cache.get(bytes, offset, length);
    if (known != null) {
      return known;
    }
    Address address = Address.read(kind, bytes, offset);
    cache.put(bytes, offset, length, address);
    return address;
  }
}
