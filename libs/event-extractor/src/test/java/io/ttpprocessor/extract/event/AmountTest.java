package io.ttpprocessor.extract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 128 bits in two halves, as decimal digits and as an integer of any size. */
@Timeout(60)
class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 1, 1",
    "-1, -1, -1",
    "0, 9223372036854775807, 9223372036854775807",
    "0, -9223372036854775808, 9223372036854775808",
    "0, -1, 18446744073709551615",
    "1, 0, 18446744073709551616",
    "-1, -9223372036854775808, -9223372036854775808",
    "-1, 9223372036854775807, -9223372036854775809",
    "-1, 0, -18446744073709551616",
    "9223372036854775807, -1, 170141183460469231731687303715884105727",
    "-9223372036854775808, 0, -170141183460469231731687303715884105728"
  })
  void halvesAreDigits(long high, long low, String digits) {
    assertThat(new Amount(high, low)).hasToString(digits);
    assertThat(new Amount(high, low).toBigInteger()).isEqualTo(new BigInteger(digits));
    assertThat(Amount.of(new BigInteger(digits))).isEqualTo(new Amount(high, low));
  }

  @Test
  void aLongKeepsItsSign() {
    assertThat(Amount.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
    assertThat(Amount.of(Long.MAX_VALUE).fitsLong()).isTrue();
    assertThat(new Amount(0, -1).fitsLong()).isFalse();
  }

  @Test
  void moreThan128BitsAreAnError() {
    BigInteger tooLarge = BigInteger.ONE.shiftLeft(127);
    assertThatThrownBy(() -> Amount.of(tooLarge))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(tooLarge.toString());
  }
}
