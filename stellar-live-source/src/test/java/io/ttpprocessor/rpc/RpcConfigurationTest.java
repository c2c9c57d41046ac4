package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.rpc.client.AuthorizationHeader;
import io.ttpprocessor.source.StreamLimits;
import io.ttpprocessor.source.fault.FaultOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings: defaults, each variable, all problems at once, and no secret in any text. */
class RpcConfigurationTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final String URL = "https://rpc.example.org";

  @TempDir Path folder;

  @Test
  void anEndpointIsEnough() throws Exception {
    RpcConfiguration configuration = read(Map.of("RPC_ENDPOINT", URL));
    assertThat(configuration.server().security().bindAddress()).isEqualTo("127.0.0.1");
    assertThat(configuration.server().port()).isEqualTo(50051);
    assertThat(configuration.server().healthPort()).isEqualTo(8088);
    assertThat(configuration.server().streams()).isEqualTo(new StreamLimits(100, 100));
    assertThat(configuration.endpoints())
        .extracting(Object::toString)
        .containsExactly(URL + ":443");
    assertThat(configuration.networkPassphrase()).isEmpty();
    assertThat(configuration.client().authorization()).isEmpty();
    assertThat(configuration.client().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.client().maxResponseBytes()).isEqualTo(128 * MEBIBYTE);
    assertThat(configuration.faults()).isEqualTo(FaultOptions.DEFAULT);
    assertThat(configuration.options())
        .isEqualTo(new RpcOptions(16 * MEBIBYTE, 100, 128 * MEBIBYTE, 5, Optional.empty()));
    assertThat(configuration.options().pagesAhead()).isEqualTo(8);
    assertThat(configuration.ignored()).isEmpty();
  }

  @Test
  void plaintextStaysOnThisMachineUnlessItIsAllowed() throws Exception {
    Map<String, String> settings =
        Map.of("RPC_ENDPOINT", "http://rpc.example:8000", "BIND_ADDRESS", "0.0.0.0");
    assertThatThrownBy(() -> read(settings))
        .hasMessageContaining("RPC_ENDPOINT would send plaintext to or from rpc.example")
        .hasMessageContaining("BIND_ADDRESS would send plaintext to or from 0.0.0.0");
    Map<String, String> allowed = new HashMap<>(settings);
    allowed.put("ALLOW_PLAINTEXT", "true");
    ServerSecurity security = read(allowed).server().security();
    assertThat(security.bindAddress()).isEqualTo("0.0.0.0");
    assertThat(security.healthBindAddress()).isEqualTo("0.0.0.0");
  }

  @Test
  void everySettingIsRead() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("RPC_ENDPOINT", " http://[::1]:8000/ , https://a.example/key/4711?k=1,");
    environment.put("NETWORK_PASSPHRASE", "Test SDF Network ; September 2015");
    environment.put("RPC_AUTH_HEADER", "X-API-Key: canary-4711");
    environment.put("BIND_ADDRESS", "127.0.0.2");
    environment.put("PORT", ":50052");
    environment.put("HEALTH_PORT", "8081");
    environment.put("MAX_STREAMS", "7");
    environment.put("MAX_STREAMS_PER_PEER", "3");
    environment.put("BATCH_SIZE", "200");
    environment.put("MAX_RETRIES", "9");
    environment.put("POLL_INTERVAL", "250ms");
    environment.put("REQUEST_TIMEOUT", "5s");
    environment.put("PAGE_BYTES", "4MiB");
    environment.put("PREFETCH_BYTES", "0");
    environment.put("MAX_RESPONSE_BYTES", "64MiB");
    environment.put("SERVE_LEDGERS_FROM_DATASTORE", "true");
    environment.put("CHECKPOINT_PATH", "./checkpoints/x.json");
    RpcConfiguration configuration = read(environment);
    assertThat(configuration.server().security().bindAddress()).isEqualTo("127.0.0.2");
    assertThat(configuration.server().port()).isEqualTo(50052);
    assertThat(configuration.server().healthPort()).isEqualTo(8081);
    assertThat(configuration.server().streams()).isEqualTo(new StreamLimits(7, 3));
    assertThat(configuration.endpoints())
        .extracting(Object::toString)
        .containsExactly("http://[::1]:8000", "https://a.example:443/...");
    assertThat(configuration.networkPassphrase()).hasValue("Test SDF Network ; September 2015");
    assertThat(configuration.client().authorization())
        .hasValue(new AuthorizationHeader("X-API-Key", new Secret("canary-4711")));
    assertThat(configuration.client().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.client().maxResponseBytes()).isEqualTo(64 * MEBIBYTE);
    assertThat(configuration.options())
        .isEqualTo(new RpcOptions(4 * MEBIBYTE, 200, 0, 9, Optional.of(Duration.ofMillis(250))));
    assertThat(configuration.ignored())
        .isEqualTo(List.of("SERVE_LEDGERS_FROM_DATASTORE", "CHECKPOINT_PATH"));
    assertThat(configuration.toString()).doesNotContain("4711");
  }

  @Test
  void allProblemsAreToldAtOnceAndNoSecretWithThem() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RPC_ENDPOINT", "https://user:canary@a.example,ftp://canary,https://b.example");
    environment.put("BATCH_SIZE", "1000");
    environment.put("PORT", "none");
    environment.put("CIRCUIT_BREAKER_THRESHOLD", "0");
    environment.put("RPC_AUTH_HEADER", "Bearer can\u00e4ry");
    ConfigurationException failure =
        catchThrowableOfType(ConfigurationException.class, () -> read(environment));
    assertThat(failure.problems())
        .containsExactlyInAnyOrder(
            "PORT is \"none\", not a whole number from 0 to 65535",
            "RPC_ENDPOINT number 1 has a user or password in it, which belong into RPC_AUTH_HEADER",
            "RPC_ENDPOINT number 2 is no http or https URL",
            "RPC_AUTH_HEADER is no header: either \"Name: value\" or the value of Authorization,"
                + " in ASCII",
            "CIRCUIT_BREAKER_THRESHOLD is \"0\", not a whole number from 1 to 10000",
            "BATCH_SIZE is \"1000\", not a whole number from 1 to 200");
    assertThat(failure.toString()).doesNotContain("canary").doesNotContain("can\u00e4ry");
  }

  @Test
  void anEndpointIsRequired() {
    for (String none : List.of("", " , ")) {
      ConfigurationException failure =
          catchThrowableOfType(
              ConfigurationException.class, () -> read(Map.of("RPC_ENDPOINT", none)));
      assertThat(failure.problems()).containsExactly("RPC_ENDPOINT is required");
    }
  }

  @Test
  void theHeaderMayComeFromAFileAndBeAValueAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("header"), "Bearer a:b\n");
    RpcConfiguration configuration =
        read(Map.of("RPC_ENDPOINT", URL, "RPC_AUTH_HEADER_FILE", file.toString()));
    assertThat(configuration.client().authorization())
        .hasValue(new AuthorizationHeader("Authorization", new Secret("Bearer a:b")));
  }

  private static RpcConfiguration read(Map<String, String> environment)
      throws ConfigurationException {
    return RpcConfiguration.read(Settings.of(environment));
  }
}
