package io.ttpprocessor.rpc;

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
    Settings settings =
        Settings.of(
            Map.of(
                "ENABLE_FLOWCTL", "true",
                "RPC_ENDPOINT", "https://rpc.example",
                "POLL_INTERVAL", "1s"));
    LogSettings.check(settings);
    Flowctl.read(settings).security().close();
    try (ServerSecurity security = RpcConfiguration.read(settings).server().security()) {
      assertThat(security).isNotNull();
    }
    assertThat(
            TABLE.differences(
                "stellar-live-source",
                settings.asked(),
                Set.of("HEALTH_BIND_ADDRESS", "POLL_INTERVAL")))
        .isEmpty();
  }
}
