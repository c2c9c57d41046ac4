package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerSpanTest {
  private static LedgerSpan span(long first, long last) {
    return new LedgerSpan(first, last);
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

  @Test
  void touchingIsToHaveALedgerInCommon() {
    assertThat(span(10, 20).touches(span(20, 30))).isTrue();
    assertThat(span(20, 30).touches(span(10, 20))).isTrue();
    assertThat(span(10, 20).touches(span(21, 30))).isFalse();
    assertThat(span(21, 30).touches(span(10, 20))).isFalse();
  }
}
