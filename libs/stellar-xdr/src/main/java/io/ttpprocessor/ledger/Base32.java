package io.ttpprocessor.ledger;

import java.util.Arrays;

/** Base32 of RFC 4648 without padding, in the canonical form that SEP-23 demands. */
final class Base32 {
  private static final int BITS_PER_DIGIT = 5;
  private static final int DIGIT_MASK = (1 << BITS_PER_DIGIT) - 1;
  private static final byte NO_DIGIT = -1;
  private static final byte[] DIGITS = new byte[1 << BITS_PER_DIGIT];
  private static final byte[] VALUES = new byte[128];

  static {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Arrays.fill(VALUES, NO_DIGIT);
    for (int value = 0; value < DIGITS.length; value++) {
      DIGITS[value] = (byte) alphabet.charAt(value);
      VALUES[alphabet.charAt(value)] = (byte) value;
    }
  }

  private Base32() {}

  /** The digits as ASCII; bits that the last digit has too many are zero. */
  static byte[] encode(byte[] raw) {
    byte[] digits = new byte[(raw.length * Byte.SIZE + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT];
    int pending = 0;
    int pendingBits = 0;
    int length = 0;
    for (byte octet : raw) {
      pending = pending << Byte.SIZE | octet & 0xff;
      pendingBits += Byte.SIZE;
      while (pendingBits >= BITS_PER_DIGIT) {
        pendingBits -= BITS_PER_DIGIT;
        digits[length++] = DIGITS[pending >>> pendingBits & DIGIT_MASK];
      }
    }
    if (pendingBits > 0) {
      digits[length] = DIGITS[pending << BITS_PER_DIGIT - pendingBits & DIGIT_MASK];
    }
    return digits;
  }

  /**
   * The bytes of a text of base32 digits.
   *
   * @throws IllegalArgumentException when a character is no digit, the last digit is superfluous or
   *     an unused bit is not zero
   */
  static byte[] decode(String text) {
    byte[] raw = new byte[(int) ((long) text.length() * BITS_PER_DIGIT / Byte.SIZE)];
    int pending = 0;
    int pendingBits = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      pending = pending << BITS_PER_DIGIT | valueAt(text, i);
      pendingBits += BITS_PER_DIGIT;
      if (pendingBits >= Byte.SIZE) {
        pendingBits -= Byte.SIZE;
        raw[length++] = (byte) (pending >>> pendingBits);
      }
    }
    if (pendingBits >= BITS_PER_DIGIT) {
      throw StrKey.invalid(text, "its last character is superfluous");
    }
    if ((pending & (1 << pendingBits) - 1) != 0) {
      throw StrKey.invalid(text, "its unused bits are not zero");
    }
    return raw;
  }

  private static int valueAt(String text, int index) {
    char character = text.charAt(index);
    int value = character < VALUES.length ? VALUES[character] : NO_DIGIT;
    if (value == NO_DIGIT) {
      throw StrKey.invalid(text, "character " + index + " is no base32 digit");
    }
    return value;
  }
}
