package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: a span is one of ledgers that there can be, and its parts are all of it. */
class LedgerSpanTest {
  private static LedgerSpan span(long first, long last) {
    return new LedgerSpan(first, last);
  }

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

  @Test
  void piecesBeginAtMultiplesButForTheFirst() {
    assertThat(span(2_500, 5_001).pieces(1_000))
        .containsExactly(
            span(2_500, 2_999), span(3_000, 3_999), span(4_000, 4_999), span(5_000, 5_001));
    assertThat(span(1_000, 1_999).pieces(1_000)).containsExactly(span(1_000, 1_999));
    assertThat(span(7, 7).pieces(1_000)).containsExactly(span(7, 7));
    assertThat(span(4_294_967_290L, 4_294_967_295L).pieces(1_000))
        .containsExactly(span(4_294_967_290L, 4_294_967_295L));
  }

  @Test
  void whatIsMissingIsWhatNoneOfTheOthersHas() {
    assertThat(span(10, 20).without(List.of(span(1, 11), span(15, 16), span(20, 99))))
        .containsExactly(span(12, 14), span(17, 19));
    assertThat(span(10, 20).without(List.of(span(1, 99)))).isEmpty();
    assertThat(span(10, 20).without(List.of(span(30, 40)))).containsExactly(span(10, 20));
  }
}
