package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: only what jsonb cannot hold is replaced. Expected values by hand, from RFC 8259. */
class JsonbTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"plain\"|\"plain\"",
        "\"a\\u0000b\"|\"a\\ufffdb\"",
        "\"\\u0000\\u0000\"|\"\\ufffd\\ufffd\"",
        // A backslash, escaped, and the letters u0000 after it.
        "\"\\\\u0000\"|\"\\\\u0000\"",
        "\"\\\\\\u0000\"|\"\\\\\\ufffd\"",
        "\"\\u0001\\u00e9\"|\"\\u0001\\u00e9\"",
        "\"\\ud83d\\ude80\"|\"\\ud83d\\ude80\"",
        "\"\\ud83d\"|\"\\ufffd\"",
        "\"\\ude80\\ud83d\"|\"\\ufffd\\ufffd\"",
        "\"\\ud83dx\\ude80\"|\"\\ufffdx\\ufffd\"",
        "{\"\\u0000\":1}|{\"\\ufffd\":1}",
        // No JSON: PostgreSQL is to say so.
        "\"\\u00|\"\\u00",
        "\\|\\"
      })
  void replacesWhatJsonbCannotHold(String json, String expected) {
    assertThat(JsonbText.of(json)).isEqualTo(expected);
  }
}
