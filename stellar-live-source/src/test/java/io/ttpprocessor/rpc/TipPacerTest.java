package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the tip is looked at, in nanoseconds that the test counts. */
class TipPacerTest {
  private static final long SECOND = 1_000_000_000L;

  private final TipPacer pacer = new TipPacer(Optional.empty());

  @Test
  void theNextLedgerIsAskedForJustBeforeItIsDueAndThenOften() {
    pacer.saw(10, 1_000, 100 * SECOND);
    // Five seconds to the next, less a fifth of that.
    assertThat(pacer.untilNext(100 * SECOND)).isEqualTo(Duration.ofSeconds(4));
    assertThat(pacer.untilNext(102 * SECOND)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pacer.untilNext(104 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pacer.untilNext(200 * SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theNetworksPaceIsLearned() {
    for (int ledger = 0; ledger < 60; ledger++) {
      pacer.saw(10 + ledger, 1_000 + 2L * ledger, ledger * SECOND);
    }
    assertThat(pacer.untilNext(59 * SECOND))
        .isBetween(Duration.ofMillis(1_599), Duration.ofMillis(1_610));
  }

  @Test
  void aPaceNoNetworkHasIsNotBelieved() {
    pacer.saw(10, 1_000, 0);
    pacer.saw(11, 900, 0);
    pacer.saw(12, 1_000_000, 0);
    pacer.saw(5, 2_000_000, 99 * SECOND);
    assertThat(pacer.untilNext(0)).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(pacer.untilNext(7 * SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aFixedIntervalIsKept() {
    TipPacer fixed = new TipPacer(Optional.of(Duration.ofMillis(300)));
    fixed.saw(10, 1_000, 0);
    assertThat(fixed.untilNext(0)).isEqualTo(Duration.ofMillis(300));
  }
}
