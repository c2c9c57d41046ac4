package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: an error counts as recent for five minutes, and is shown for ever. */
@Timeout(10)
class LastErrorTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final SettableClock clock = new SettableClock();
  private final LastError error = new LastError(clock);

  @Test
  void nothingIsShownBeforeTheFirst() {
    assertThat(error.recent()).isEmpty();
    assertThat(figures()).isEmpty();
  }

  @Test
  void isRecentForFiveMinutes() {
    error.set("ledger 7 is damaged");
    clock.now = START.plus(Duration.ofMinutes(5));
    assertThat(error.recent()).contains("ledger 7 is damaged");
    clock.now = START.plus(Duration.ofMinutes(5)).plusNanos(1);
    assertThat(error.recent()).isEmpty();
    assertThat(figures())
        .containsExactly(
            Map.entry("last_error", "ledger 7 is damaged"),
            Map.entry("last_error_time", "2026-01-02T03:04:05Z"));
  }

  @Test
  void theLastOneCounts() {
    error.set("ledger 7 is damaged");
    clock.now = START.plusSeconds(600);
    error.set("ledger 8 is missing");
    assertThat(error.recent()).contains("ledger 8 is missing");
    assertThat(figures()).containsEntry("last_error_time", "2026-01-02T03:14:05Z");
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    error.addTo(figures);
    return figures;
  }

  private static final class SettableClock extends Clock {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("this clock has one zone");
    }
  }
}
