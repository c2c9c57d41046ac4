package io.ttpprocessor.processor;

import java.math.BigDecimal;

/** Durations below a minute as Go prints them, such as {@code 2.087413ms}: the original's form. */
final class DurationText {
  private static final int NANOSECONDS_PER_MICROSECOND = 1_000;
  private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
  private static final int NANOSECONDS_PER_SECOND = 1_000_000_000;

  private DurationText() {}

  /** The text of a number of nanoseconds, in the largest unit of which it is at least one. */
  static String of(long nanoseconds) {
    if (nanoseconds == 0) {
      return "0s";
    }
    if (nanoseconds < NANOSECONDS_PER_MICROSECOND) {
      return nanoseconds + "ns";
    }
    if (nanoseconds < NANOSECONDS_PER_MILLISECOND) {
      return in(nanoseconds, 3) + "µs";
    }
    if (nanoseconds < NANOSECONDS_PER_SECOND) {
      return in(nanoseconds, 6) + "ms";
    }
    return in(nanoseconds, 9) + "s";
  }

  private static String in(long nanoseconds, int decimals) {
    return BigDecimal.valueOf(nanoseconds, decimals).stripTrailingZeros().toPlainString();
  }
}
