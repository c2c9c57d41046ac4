package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: durations read as Go's {@code Duration.String} writes them. */
class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "999, 999ns",
    "1000, 1µs",
    "1500, 1.5µs",
    "2087413, 2.087413ms",
    "10000000, 10ms",
    "1000000000, 1s",
    "12345000000, 12.345s"
  })
  void readsAsInGo(long nanoseconds, String text) {
    assertThat(DurationText.of(nanoseconds)).isEqualTo(text);
  }
}
