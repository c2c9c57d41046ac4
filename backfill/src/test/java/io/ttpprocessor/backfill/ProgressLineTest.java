package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Goal: figures of a run are what a calculation by hand gives. */
class ProgressLineTest {
  private long now = 7;

  @Test
  void theFiguresToldLastAreSetAgainstTheTimeThatHasPassed() {
    ProgressLine line = new ProgressLine(1_000, 36, () -> now);
    line.progress(90, 1, 1);
    line.progress(100, 50_000_000, 2_000);
    now += TimeUnit.SECONDS.toNanos(10);
    // 900 ledgers are left, of which 10 come each second; 10 s of an hour that costs 36.
    assertThat(line.text())
        .isEqualTo(
            "100 of 1,000 ledgers (10.0 %), 5.0 MB/s, 200 events/s, 0:01:30 left,"
                + " cost so far 0.10");
  }

  @Test
  void beforeTheFirstLedgerThereIsNoTimeLeftAndWithoutAPriceNoCost() {
    ProgressLine line = new ProgressLine(1_000, 0, () -> now);
    now += TimeUnit.SECONDS.toNanos(1);
    assertThat(line.text())
        .isEqualTo("0 of 1,000 ledgers (0.0 %), 0.0 MB/s, 0 events/s, time left unknown");
  }
}
