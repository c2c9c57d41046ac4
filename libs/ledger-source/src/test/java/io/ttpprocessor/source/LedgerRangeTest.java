package io.ttpprocessor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two original contracts mean by start and end. */
@Timeout(10)
class LedgerRangeTest {
  @ParameterizedTest
  @CsvSource({
    "5, 9, 5, 9",
    "5, 5, 5, 5",
    "5, 4, 5, 9223372036854775807",
    "5, 0, 5, 9223372036854775807",
    "0, 0, 0, 9223372036854775807",
    "0, 7, 0, 7",
    "4294967295, 4294967295, 4294967295, 4294967295"
  })
  void anEventsRequestHasAnInclusiveEndOrIsLive(long start, long end, long first, long last) {
    assertThat(LedgerRange.fromTtpRequest(start, end)).isEqualTo(new LedgerRange(first, last));
  }

  @Test
  void aLedgerRequestHasAnExclusiveEnd() {
    assertThat(LedgerRange.fromHalfOpen(5, 9)).isEqualTo(LedgerRange.bounded(5, 8));
    assertThatThrownBy(() -> LedgerRange.fromHalfOpen(5, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLatestLedgerIsFilledIn() {
    assertThat(LedgerRange.live(0).resolve(40)).isEqualTo(LedgerRange.live(40));
    assertThat(LedgerRange.bounded(0, 50).resolve(40)).isEqualTo(LedgerRange.bounded(40, 50));
    assertThat(LedgerRange.bounded(0, 30).resolve(40)).isEqualTo(LedgerRange.live(40));
    assertThat(LedgerRange.bounded(7, 9).resolve(40)).isEqualTo(LedgerRange.bounded(7, 9));
  }

  @Test
  void whatIsNoSequenceNumberIsRefused() {
    assertThatThrownBy(() -> LedgerRange.live(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LedgerRange.live(1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LedgerRange.bounded(9, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LedgerRange.bounded(9, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
