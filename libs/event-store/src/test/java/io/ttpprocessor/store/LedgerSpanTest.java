package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Goal: a span is one of ledgers that there can be. */
class LedgerSpanTest {
  @Test
  void whatIsNoRangeOfLedgersIsRefused() {
    assertThatThrownBy(() -> new LedgerSpan(3, 2)).hasMessageContaining("3 to 2");
    assertThatThrownBy(() -> new LedgerSpan(0, 2)).hasMessageContaining("0 to 2");
    assertThatThrownBy(() -> new LedgerSpan(1, 0x1_0000_0000L)).hasMessageContaining("4294967296");
  }

  @Test
  void bothEndsBelongToIt() {
    LedgerSpan span = new LedgerSpan(5, 9);
    assertThat(span.size()).isEqualTo(5);
    assertThat(span.overlaps(new LedgerSpan(9, 12))).isTrue();
    assertThat(span.overlaps(new LedgerSpan(1, 5))).isTrue();
    assertThat(span.overlaps(new LedgerSpan(10, 12))).isFalse();
  }
}
