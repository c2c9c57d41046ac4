package io.ttpprocessor.extract.event;

import java.math.BigInteger;

/**
 * A number of a token's smallest units: a signed 128-bit integer.
 *
 * @param high the upper 64 bits, with the sign
 * @param low the lower 64 bits, unsigned
 */
public record Amount(long high, long low) implements Comparable<Amount> {
  private static final int SIZE = 128;

  /** The amount of a signed 64-bit number of units, as classic operations have them. */
  public static Amount of(long units) {
    return new Amount(units >> (Long.SIZE - 1), units);
  }

  /**
   * The amount of that many units.
   *
   * @throws ArithmeticException when the number does not fit 128 bits
   */
  public static Amount of(BigInteger units) {
    if (units.bitLength() >= SIZE) {
      throw new ArithmeticException(units + " does not fit a signed 128-bit integer");
    }
    return new Amount(units.shiftRight(Long.SIZE).longValue(), units.longValue());
  }

  /** Whether the amount fits a signed 64-bit integer, which then is {@link #low}. */
  public boolean fitsLong() {
    return high == low >> (Long.SIZE - 1);
  }

  /** The amount as an integer of any size. */
  public BigInteger toBigInteger() {
    if (fitsLong()) {
      return BigInteger.valueOf(low);
    }
    BigInteger unsignedLow = BigInteger.valueOf(low & Long.MAX_VALUE);
    if (low < 0) {
      unsignedLow = unsignedLow.setBit(Long.SIZE - 1);
    }
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).or(unsignedLow);
  }

  @Override
  public int compareTo(Amount other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The amount in decimal digits, with a minus sign when negative. */
  @Override
  public String toString() {
    return fitsLong() ? Long.toString(low) : toBigInteger().toString();
  }
}
