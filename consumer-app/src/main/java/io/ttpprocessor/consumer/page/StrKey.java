package io.ttpprocessor.consumer.page;

import com.google.common.io.BaseEncoding;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads Stellar's addresses as people type them (SEP-23): a version, a payload and a checksum in
 * base 32.
 */
final class StrKey {
  static final int ACCOUNT_VERSION = 6 << 3;
  static final int KEY_BYTES = 32;

  private static final BaseEncoding BASE32 = BaseEncoding.base32().omitPadding();
  private static final int CHECKSUM_BYTES = 2;
  private static final int POLYNOMIAL = 0x1021;

  private StrKey() {}

  /** The payload; empty where the text has another form or its checksum is wrong. */
  static Optional<byte[]> payload(String text) {
    byte[] bytes;
    try {
      bytes = BASE32.decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int end = bytes.length - CHECKSUM_BYTES;
    // Bits that the last character has too many of must be zero.
    if (end < 1 || !BASE32.encode(bytes).equals(text)) {
      return Optional.empty();
    }
    int expected = Byte.toUnsignedInt(bytes[end]) | Byte.toUnsignedInt(bytes[end + 1]) << 8;
    return checksum(bytes, end) == expected
        ? Optional.of(Arrays.copyOfRange(bytes, 1, end))
        : Optional.empty();
  }

  /** The address with this version and payload. */
  static String encode(int version, byte[] payload) {
    byte[] bytes = new byte[1 + payload.length + CHECKSUM_BYTES];
    bytes[0] = (byte) version;
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    int checksum = checksum(bytes, 1 + payload.length);
    bytes[bytes.length - 2] = (byte) checksum;
    bytes[bytes.length - 1] = (byte) (checksum >> 8);
    return BASE32.encode(bytes);
  }

  /** CRC-16/XMODEM of the first {@code length} bytes. */
  private static int checksum(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= Byte.toUnsignedInt(bytes[i]) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}
