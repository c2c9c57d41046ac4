package io.ttpprocessor.ledger;

/** CRC16-XMODEM (polynomial 0x1021, start value 0, no reflection), the checksum of SEP-23. */
final class Crc16 {
  private static final int POLYNOMIAL = 0x1021;
  private static final char[] REMAINDERS = new char[256];

  static {
    for (int octet = 0; octet < REMAINDERS.length; octet++) {
      int remainder = octet << Byte.SIZE;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        int overflow = remainder & 0x8000;
        remainder <<= 1;
        if (overflow != 0) {
          remainder ^= POLYNOMIAL;
        }
      }
      REMAINDERS[octet] = (char) remainder;
    }
  }

  private Crc16() {}

  /** Checksum, 0 to 65535, of the first {@code length} bytes. */
  static int of(byte[] bytes, int length) {
    int checksum = 0;
    for (int i = 0; i < length; i++) {
      checksum =
          checksum << Byte.SIZE & 0xffff ^ REMAINDERS[checksum >>> Byte.SIZE ^ bytes[i] & 0xff];
    }
    return checksum;
  }
}
