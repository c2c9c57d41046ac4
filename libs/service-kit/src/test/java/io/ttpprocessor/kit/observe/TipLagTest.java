package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How far behind the network, and when that is a problem; times and ledgers by hand. */
class TipLagTest {
  private static final long NOW = 1_700_000_000;

  private final TipLag lag =
      new TipLag(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), 10);

  @Test
  void nothingIsToldWhileNothingIsFollowed() {
    assertThat(figures()).isEmpty();
    lag.start();
    assertThat(figures()).isEmpty();
    lag.reached(100, 100, NOW);
    lag.stop();
    assertThat(figures()).isEmpty();
  }

  @Test
  void itIsToldInLedgersAndInSeconds() {
    lag.start();
    lag.reached(100, 103, NOW - 17);
    assertThat(figures())
        .isEqualTo(Map.of("latest_ledger", 103L, "lag_ledgers", 3L, "lag_seconds", 17L));
    lag.reached(104, 0, NOW + 2);
    assertThat(figures())
        .isEqualTo(Map.of("latest_ledger", 104L, "lag_ledgers", 0L, "lag_seconds", 0L));
  }

  @Test
  void catchingUpIsNoProblemButFallingBehindIs() {
    lag.start();
    lag.reached(100, 1_000, NOW);
    assertThat(lag.isCatchingUp()).isTrue();
    assertThat(lag.problem()).isEmpty();
    lag.reached(990, 1_000, NOW);
    assertThat(lag.isCatchingUp()).isFalse();
    lag.knows(1_001);
    assertThat(lag.problem()).isEqualTo("11 ledgers behind, MAX_LAG_LEDGERS is 10");
    lag.reached(991, 1_001, NOW);
    assertThat(lag.problem()).isEmpty();
  }

  @Test
  void whoBeginsAnewMayCatchUpAgain() {
    lag.start();
    lag.reached(1_000, 1_000, NOW);
    lag.start();
    lag.reached(500, 1_000, NOW);
    assertThat(lag.problem()).isEmpty();
    assertThat(lag.isCatchingUp()).isTrue();
  }

  @Test
  void whoHearsOfNoLedgerForAMinuteIsSilentUntilTheNext() {
    AtomicLong now = new AtomicLong();
    TipLag watched = new TipLag(Clock.systemUTC(), now::get, 10);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(watched.isSilent()).as("nothing is followed").isFalse();
    watched.start();
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(watched.isSilent()).isFalse();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(watched.isSilent()).isTrue();
    watched.reached(5, 5, NOW);
    assertThat(watched.isSilent()).isFalse();
  }

  @Test
  void withoutALimitThereIsNoProblem() {
    TipLag any = new TipLag(Clock.systemUTC(), 0);
    any.start();
    any.reached(1, 1_000_000, NOW);
    assertThat(any.problem()).isEmpty();
    assertThat(any.isCatchingUp()).isFalse();
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    lag.addTo(figures);
    return figures;
  }
}
