package io.ttpprocessor.consumer.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.consumer.page.RateHistory.Counts;
import io.ttpprocessor.consumer.page.RateHistory.Rates;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: rates are means of five seconds, by the clock that measures, and memory has an end. */
class RateHistoryTest {
  private static Counts counts(long second, long ledgers, long events) {
    return new Counts(
        Instant.ofEpochSecond(second), second * 1_000_000_000, ledgers, events, second);
  }

  @Test
  void aRateIsTheMeanOfTheLastFiveSeconds() {
    RateHistory history = new RateHistory();
    assertThat(history.add(counts(10, 100, 0)).ledgers()).as("nothing to compare with").isNull();
    assertThat(history.add(counts(11, 110, 4)).ledgers()).isEqualTo(10);
    for (int second = 12; second <= 15; second++) {
      history.add(counts(second, 110, 4));
    }
    // Since second 11: nothing.
    Rates rates = history.add(counts(16, 110, 4));
    assertThat(rates.ledgers()).isZero();
    assertThat(rates.lag()).isEqualTo(16);
    // 3 ledgers and 16 events since second 12.
    assertThat(history.add(counts(17, 113, 20)))
        .extracting(Rates::ledgers, Rates::events)
        .containsExactly(0.6, 3.2);
  }

  @Test
  void theNewestFiveMinutesAreKept() {
    RateHistory history = new RateHistory();
    for (int second = 0; second < 1_000; second++) {
      history.add(counts(second, second, second));
    }
    List<?> times = (List<?>) history.lists().get("times");
    assertThat(times).hasSize(300);
    assertThat(times.get(0)).isEqualTo(700L);
    assertThat(times.get(299)).isEqualTo(999L);
    List<?> events = (List<?>) history.lists().get("events");
    assertThat(events).allMatch(rate -> rate.equals(1.0));
  }
}
