package io.ttpprocessor.backfill.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.LedgerSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the plan covers each missing ledger once. Method: plans written out by hand. */
class RangePlanTest {
  @Test
  void rangesBeginAtMultiplesOfTheirSize() {
    assertThat(RangePlan.missing(new LedgerSpan(2, 25), List.of(List.of()), 10))
        .containsExactly(new LedgerSpan(2, 9), new LedgerSpan(10, 19), new LedgerSpan(20, 25));
  }

  @Test
  void whatStandsIsLeftOutWhereverItBegins() {
    List<LedgerSpan> standing =
        List.of(new LedgerSpan(1, 3), new LedgerSpan(7, 12), new LedgerSpan(30, 40));
    assertThat(RangePlan.missing(new LedgerSpan(2, 25), List.of(standing), 10))
        .containsExactly(new LedgerSpan(4, 6), new LedgerSpan(13, 19), new LedgerSpan(20, 25));
  }

  @Test
  void nothingIsMissingWhereAllStands() {
    assertThat(RangePlan.missing(new LedgerSpan(5, 9), List.of(List.of(new LedgerSpan(1, 20))), 10))
        .isEmpty();
  }

  @Test
  void theLastLedgerThatCanBeIsReached() {
    long most = 0xFFFF_FFFFL;
    assertThat(RangePlan.missing(new LedgerSpan(most - 1, most), List.of(List.of()), 64))
        .containsExactly(new LedgerSpan(most - 1, most));
  }

  @Test
  void aRangeStandsInEachPartWhollyOrNotAtAll() {
    List<LedgerSpan> one = List.of(new LedgerSpan(1, 12));
    List<LedgerSpan> other = List.of(new LedgerSpan(5, 7), new LedgerSpan(18, 40));
    assertThat(RangePlan.missing(new LedgerSpan(2, 25), List.of(one, other), 10))
        .containsExactly(
            new LedgerSpan(2, 4),
            new LedgerSpan(8, 9),
            new LedgerSpan(10, 12),
            new LedgerSpan(13, 17),
            new LedgerSpan(18, 19),
            new LedgerSpan(20, 25));
  }
}
