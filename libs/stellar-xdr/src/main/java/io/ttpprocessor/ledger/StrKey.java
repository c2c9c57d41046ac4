package io.ttpprocessor.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Addresses as people read them (SEP-23): base32 without padding over a version byte, the payload
 * and a CRC16-XMODEM checksum in little-endian order.
 *
 * <p>Encoders read the payload straight from a ledger's bytes. A value of this class is a decoded
 * address. Immutable and thread-safe.
 */
public final class StrKey {
  /** What an address names. Seeds and signer keys do not occur in ledgers' events. */
  public enum Kind {
    /** {@code G…}: an account's ed25519 key, 32 bytes. */
    ACCOUNT(6, 32),
    /** {@code M…}: an account's ed25519 key and a 64-bit id in big-endian order, 40 bytes. */
    MUXED_ACCOUNT(12, 40),
    /** {@code C…}: a contract's hash, 32 bytes. */
    CONTRACT(2, 32),
    /** {@code B…}: a byte for the balance id's type (0) and the balance's hash, 33 bytes. */
    CLAIMABLE_BALANCE(1, 33),
    /** {@code L…}: a liquidity pool's hash, 32 bytes. */
    LIQUIDITY_POOL(11, 32);

    private final int versionByte;
    private final int payloadSize;

    Kind(int letter, int payloadSize) {
      // The upper five bits become the first base32 digit, the lower three are zero (SEP-23).
      this.versionByte = letter << 3;
      this.payloadSize = payloadSize;
    }

    /** Size of the payload in bytes. */
    public int payloadSize() {
      return payloadSize;
    }

    private static Kind of(int versionByte, String text) {
      for (Kind kind : values()) {
        if (kind.versionByte == versionByte) {
          return kind;
        }
      }
      throw invalid(text, "it begins with " + text.charAt(0) + ", not with one of G, M, C, B, L");
    }
  }

  private static final int CHECKSUM_SIZE = 2;
  private static final int HASH_SIZE = 32;

  /** Characters of a muxed account's address, the longest kind. */
  private static final int MAXIMUM_LENGTH = 69;

  private final Kind kind;
  private final byte[] payload;

  private StrKey(Kind kind, byte[] payload) {
    this.kind = kind;
    this.payload = payload;
  }

  /** {@code G…} address of the 32-byte ed25519 key at the offset. */
  public static String encodeAccount(byte[] bytes, int offset) {
    return encode(Kind.ACCOUNT, bytes, offset);
  }

  /** {@code M…} address of the 32-byte ed25519 key at the offset with an unsigned 64-bit id. */
  public static String encodeMuxedAccount(byte[] bytes, int keyOffset, long id) {
    byte[] raw = rawFor(Kind.MUXED_ACCOUNT);
    System.arraycopy(bytes, keyOffset, raw, 1, HASH_SIZE);
    for (int i = 0; i < Long.BYTES; i++) {
      raw[1 + HASH_SIZE + i] = (byte) (id >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    return seal(raw);
  }

  /** {@code C…} address of the 32-byte contract hash at the offset. */
  public static String encodeContract(byte[] bytes, int offset) {
    return encode(Kind.CONTRACT, bytes, offset);
  }

  /** {@code B…} address of the 32-byte hash at the offset, of a balance id of type V0. */
  public static String encodeClaimableBalance(byte[] bytes, int hashOffset) {
    byte[] raw = rawFor(Kind.CLAIMABLE_BALANCE);
    System.arraycopy(bytes, hashOffset, raw, 2, HASH_SIZE);
    return seal(raw);
  }

  /** {@code L…} address of the 32-byte liquidity pool hash at the offset. */
  public static String encodeLiquidityPool(byte[] bytes, int offset) {
    return encode(Kind.LIQUIDITY_POOL, bytes, offset);
  }

  /** Address of the given kind whose payload, {@link Kind#payloadSize} bytes, is at the offset. */
  public static String encode(Kind kind, byte[] bytes, int offset) {
    byte[] raw = rawFor(kind);
    System.arraycopy(bytes, offset, raw, 1, kind.payloadSize);
    return seal(raw);
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is not the canonical encoding of one of the kinds, in
   *     checksum, length, digits or unused bits; the message quotes it
   */
  public static StrKey decode(String text) {
    if (text.length() > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "a text of " + text.length() + " characters is not an address");
    }
    byte[] raw = Base32.decode(text);
    if (raw.length < 1 + CHECKSUM_SIZE) {
      throw invalid(text, "it is too short");
    }
    Kind kind = Kind.of(raw[0] & 0xff, text);
    int checksumOffset = raw.length - CHECKSUM_SIZE;
    int checksum = (raw[checksumOffset] & 0xff) | (raw[checksumOffset + 1] & 0xff) << 8;
    if (checksum != Crc16.of(raw, checksumOffset)) {
      throw invalid(text, "its checksum does not match");
    }
    byte[] payload = Arrays.copyOfRange(raw, 1, checksumOffset);
    if (payload.length != kind.payloadSize) {
      throw invalid(
          text, "its payload has " + payload.length + " bytes instead of " + kind.payloadSize);
    }
    if (kind == Kind.CLAIMABLE_BALANCE && payload[0] != 0) {
      throw invalid(text, "its claimable balance type is " + payload[0] + ", not 0");
    }
    return new StrKey(kind, payload);
  }

  /** What the address names. */
  public Kind kind() {
    return kind;
  }

  /** The payload, {@link Kind#payloadSize} bytes, a copy. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The address: the text that {@link #decode} accepts. */
  @Override
  public String toString() {
    return encode(kind, payload, 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StrKey
        && ((StrKey) other).kind == kind
        && Arrays.equals(((StrKey) other).payload, payload);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(payload);
  }

  private static byte[] rawFor(Kind kind) {
    byte[] raw = new byte[1 + kind.payloadSize + CHECKSUM_SIZE];
    raw[0] = (byte) kind.versionByte;
    return raw;
  }

  private static String seal(byte[] raw) {
    int checksumOffset = raw.length - CHECKSUM_SIZE;
    int checksum = Crc16.of(raw, checksumOffset);
    raw[checksumOffset] = (byte) checksum;
    raw[checksumOffset + 1] = (byte) (checksum >>> 8);
    return new String(Base32.encode(raw), StandardCharsets.ISO_8859_1);
  }

  static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("\"" + text + "\" is not an address: " + reason);
  }
}
