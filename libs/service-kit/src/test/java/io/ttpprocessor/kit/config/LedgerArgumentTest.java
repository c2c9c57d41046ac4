package io.ttpprocessor.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a command's ledger is a number that a ledger can have, or is refused in plain words. */
class LedgerArgumentTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "-1", "1.5", "0x10", "4294967296", "99999999999999999999"})
  void whatNoLedgerHasIsRefused(String text) {
    LedgerArgument argument = new LedgerArgument(text);
    assertThat(argument.refusal(false))
        .hasValue("\"" + text + "\" is not a ledger sequence (1 to 4294967295)");
    assertThat(argument.refusal(true))
        .hasValue("\"" + text + "\" is not a ledger sequence (0, or 1 to 4294967295)");
  }

  @Test
  void boundsAreTaken() {
    assertThat(new LedgerArgument("1").refusal(false)).isEmpty();
    assertThat(new LedgerArgument("1").sequence()).isEqualTo(1);
    assertThat(new LedgerArgument("4294967295").refusal(false)).isEmpty();
    assertThat(new LedgerArgument("4294967295").sequence()).isEqualTo(4_294_967_295L);
    assertThat(new LedgerArgument("0").refusal(true)).isEmpty();
    assertThat(new LedgerArgument("0").refusal(false)).isPresent();
  }
}
