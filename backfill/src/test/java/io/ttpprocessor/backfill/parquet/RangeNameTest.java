package io.ttpprocessor.backfill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.LedgerSpan;
import org.junit.jupiter.api.Test;

/** Goal: what is a range's file is told by its name. Method: names written out by hand. */
class RangeNameTest {
  @Test
  void namesAreReadBackAndSortAsTheirRanges() {
    LedgerSpan span = new LedgerSpan(50_000_000, 50_063_999);
    assertThat(RangeName.of(span)).isEqualTo("0050000000-0050063999");
    assertThat(RangeName.parse(RangeName.of(span))).contains(span);
    assertThat(RangeName.within("ledgers=0050000000-0050063999/part.parquet")).contains(span);
  }

  @Test
  void whatNamesNoRangeIsNone() {
    assertThat(RangeName.parse("0050000000-0040000000")).isEmpty();
    assertThat(RangeName.parse("0000000000-0000000001")).isEmpty();
    assertThat(RangeName.parse("part.parquet")).isEmpty();
  }
}
