package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many ledgers are asked for: sums by hand. */
class PageSizeTest {
  private final PageSize size = new PageSize(1_000, 100);

  @Test
  void theFirstPageIsSmallAndNeverMoreThanIsWanted() {
    assertThat(size.next(1_000_000)).isEqualTo(4);
    assertThat(size.next(3)).isEqualTo(3);
  }

  @Test
  void pagesHoldAsManyLedgersAsMakeTheirBytes() {
    size.came(4, 40);
    assertThat(size.next(1_000)).as("1000 bytes at 10").isEqualTo(100);
    size.came(100, 10_000);
    assertThat(size.next(1_000)).as("1000 bytes at 100").isEqualTo(10);
    size.came(10, 200);
    assertThat(size.next(1_000)).as("1000 bytes at (3 * 100 + 20) / 4 = 80").isEqualTo(12);
    size.came(1, 40_000_000);
    assertThat(size.next(1_000)).as("a ledger larger than a page").isEqualTo(1);
  }

  @Test
  void whatWasTooManyIsHalvedAndRecoversByAnEighth() {
    size.came(4, 4);
    assertThat(size.tooMany(100)).isTrue();
    assertThat(size.next(1_000)).isEqualTo(50);
    assertThat(size.tooMany(50)).isTrue();
    assertThat(size.next(1_000)).isEqualTo(25);
    size.came(25, 25);
    assertThat(size.next(1_000)).isEqualTo(28);
    for (int i = 0; i < 20; i++) {
      size.came(25, 25);
    }
    assertThat(size.next(1_000)).isEqualTo(100);
  }

  @Test
  void fewerThanOneCannotBeAskedFor() {
    assertThat(size.tooMany(1)).isFalse();
    assertThat(size.next(1_000)).isEqualTo(1);
  }
}
