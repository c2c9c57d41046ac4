package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.log.LogSettings;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.testkit.ConfigurationTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: docs/configuration.md has each variable that the service reads, and no other. */
class DocumentedVariablesTest {
  private static final ConfigurationTable TABLE =
      ConfigurationTable.in(Path.of(System.getProperty("ttp.root"), "docs", "configuration.md"));

  @Test
  void theTableNamesWhatIsRead() throws Exception {
    Settings settings = Settings.of(Map.of("ENABLE_FLOWCTL", "true", "NETWORK_PASSPHRASE", "Any"));
    LogSettings.check(settings);
    ServerSecurity.read(settings).close();
    Flowctl.read(settings).security().close();
    ProcessorSettings.read(settings).sourceSecurity().close();
    assertThat(
            TABLE.differences(
                "ttp-processor",
                settings.asked(),
                Set.of(
                    "HEALTH_BIND_ADDRESS",
                    "EXTRACTION_WORKERS",
                    "MAX_IN_FLIGHT_BYTES",
                    "LIVE_RING_BYTES")))
        .isEmpty();
  }
}
