package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service's own variables, and that their problems come with the lake's. */
@Timeout(20)
class LakeConfigurationTest {
  @TempDir Path root;

  @Test
  void theDefaultsAreTheOriginals() throws Exception {
    LakeConfiguration configuration = read(Map.of());
    try (LakeSettings lake = configuration.lake()) {
      assertThat(lake.store().description()).isEqualTo(root.toRealPath().toString());
      assertThat(configuration.security().bindAddress()).isEqualTo("127.0.0.1");
      assertThat(configuration.port()).isEqualTo(50051);
      assertThat(configuration.healthPort()).isEqualTo(8088);
      assertThat(configuration.streams().most()).isEqualTo(100);
    }
  }

  @Test
  void everyVariableIsRead() throws Exception {
    LakeConfiguration configuration =
        read(
            Map.of(
                "BIND_ADDRESS",
                "127.0.0.2",
                "PORT",
                ":0",
                "HEALTH_PORT",
                "0",
                "MAX_STREAMS",
                "7",
                "MAX_STREAMS_PER_PEER",
                "3"));
    try (LakeSettings lake = configuration.lake()) {
      assertThat(lake.store().description()).isEqualTo(root.toRealPath().toString());
      assertThat(configuration.security().bindAddress()).isEqualTo("127.0.0.2");
      assertThat(configuration.port()).isZero();
      assertThat(configuration.healthPort()).isZero();
      assertThat(configuration.streams().most()).isEqualTo(7);
      assertThat(configuration.streams().perPeer()).isEqualTo(3);
    }
  }

  @Test
  void theServicesProblemsComeWithTheLakes() {
    Map<String, String> wrong =
        Map.of(
            "STORAGE_TYPE", "FTP",
            "MAX_RETRIES", "-1",
            "PORT", "port",
            "HEALTH_PORT", "-1",
            "MAX_STREAMS", "0");
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> LakeConfiguration.read(Settings.of(wrong)));
    assertThat(refusal.problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "STORAGE_TYPE", "MAX_RETRIES", "PORT", "HEALTH_PORT", "MAX_STREAMS", "BUCKET_NAME");
  }

  private LakeConfiguration read(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("BUCKET_NAME", root.toString());
    return LakeConfiguration.read(Settings.of(environment));
  }
}
