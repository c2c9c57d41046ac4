package io.ttpprocessor.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what a service reads is known, so that documents can be held against it. */
class AskedVariablesTest {
  @Test
  void whatIsAskedForIsKnownWithItsAliasesAndFallbackWhetherSetOrNot() {
    Settings settings = Settings.of(Map.of("SIZE", "5"));
    settings.bytes("SIZE", 16 << 20, 0, Long.MAX_VALUE);
    settings.bytes("ODD_SIZE", 1_500, 0, Long.MAX_VALUE);
    settings.duration(
        "TIME", Duration.ofSeconds(90), Duration.ZERO, Duration.ofDays(1), "OLD_TIME", "OLDER");
    settings.duration("SHORT", Duration.ofMillis(1_500), Duration.ZERO, Duration.ofDays(1));
    settings.optional("CHOSEN");
    settings.integer("CHOSEN", 3, 0, 9);
    settings.optional("CHOSEN");
    settings.secret("SECRET", "");
    settings.required("NEEDED");
    assertThat(settings.asked())
        .containsExactly(
            Map.entry("SIZE", "16MiB"),
            Map.entry("ODD_SIZE", "1500"),
            Map.entry("TIME OLD_TIME OLDER", "1m30s"),
            Map.entry("SHORT", "1s500ms"),
            Map.entry("CHOSEN", "3"),
            Map.entry("SECRET", ""),
            Map.entry("SECRET_FILE", ""),
            Map.entry("NEEDED", "required"));
  }
}
