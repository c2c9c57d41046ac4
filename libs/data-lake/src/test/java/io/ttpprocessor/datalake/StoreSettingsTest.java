package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.datalake.store.S3Server;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of store's own variables, and the presets that stand for them. */
@Timeout(20)
class StoreSettingsTest {
  private static final String PASSPHRASE = "Public Global Stellar Network ; September 2015";

  @TempDir Path root;

  @Test
  void eachStoresOwnSettingsAreAmongTheProblems() {
    assertThat(problems(Map.of("STORAGE_TYPE", "FTP", "BUCKET_NAME", root.toString())))
        .containsExactly("STORAGE_TYPE is \"FTP\", not one of FS, S3, GCS, HTTP");
    assertThat(
            problems(
                Map.of(
                    "STORAGE_TYPE", "S3",
                    "BUCKET_NAME", "gs://bucket",
                    "S3_ENDPOINT_URL", "ftp://host",
                    "S3_FORCE_PATH_STYLE", "often",
                    "S3_ANONYMOUS", "2",
                    "STORE_TIMEOUT", "1ms")))
        .containsExactlyInAnyOrder(
            "BUCKET_NAME is \"gs://bucket\", not bucket/prefix or s3://bucket/prefix",
            "S3_ENDPOINT_URL is \"ftp://host\", not a URL such as https://host:9000",
            "S3_FORCE_PATH_STYLE is \"often\", not one of true, 1, yes, false, 0, no",
            "S3_ANONYMOUS is \"2\", not one of true, 1, yes, false, 0, no",
            "STORE_TIMEOUT is \"1ms\", not from 100ms to 3600s");
    assertThat(
            problems(
                Map.of(
                    "STORAGE_TYPE", "GCS",
                    "BUCKET_NAME", "/bucket",
                    "STORAGE_EMULATOR_HOST", "host:x y",
                    "GCS_ANONYMOUS", "perhaps")))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder("BUCKET_NAME", "STORAGE_EMULATOR_HOST", "GCS_ANONYMOUS");
    assertThat(
            problems(
                Map.of(
                    "STORAGE_TYPE", "HTTP",
                    "BUCKET_NAME", "https://user:canary@/",
                    "HTTP_403_IS_MISSING", "maybe")))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("canary"))
        .anyMatch(problem -> problem.startsWith("HTTP_403_IS_MISSING is \"maybe\""))
        .contains("BUCKET_NAME is not an http or https URL that objects lie beneath");
  }

  @Test
  void whatContradictsAPresetIsRefusedWithBothValues() {
    assertThat(
            problems(
                Map.of(
                    "LAKE", "aws-testnet",
                    "STORAGE_TYPE", "GCS",
                    "BUCKET_NAME", "another/place",
                    "ARCHIVE_PATH", "deeper",
                    "AWS_REGION", "us-east-1",
                    "S3_ANONYMOUS", "false",
                    "NETWORK_PASSPHRASE", PASSPHRASE,
                    // So that no request leaves this machine.
                    "S3_ENDPOINT_URL", "ftp://none")))
        .containsExactlyInAnyOrder(
            "STORAGE_TYPE is \"GCS\", but LAKE=aws-testnet has \"S3\"; set one of them",
            "BUCKET_NAME is \"another/place\", but LAKE=aws-testnet has"
                + " \"s3://aws-public-blockchain/v1.1/stellar/ledgers/testnet\"; set one of them",
            "ARCHIVE_PATH is \"deeper\", but LAKE=aws-testnet has none; set one of them",
            "AWS_REGION is \"us-east-1\", but LAKE=aws-testnet has \"us-east-2\"; set one of them",
            "S3_ANONYMOUS is \"false\", but LAKE=aws-testnet has \"true\"; set one of them",
            "NETWORK_PASSPHRASE is \""
                + PASSPHRASE
                + "\", but LAKE=aws-testnet has \"Test SDF Network ; September 2015\";"
                + " set one of them",
            "S3_ENDPOINT_URL is \"ftp://none\", not a URL such as https://host:9000");
    assertThat(problems(Map.of("LAKE", "aws-futurenet")))
        .containsExactly("LAKE is \"aws-futurenet\", not one of AWS_PUBNET, AWS_TESTNET");
  }

  /** Row 18: the lake at a preset's place is not the one that it should be. */
  @Test
  void aPresetIsReadAnonymouslyAndItsLakesManifestIsHeldAgainstIt() throws Exception {
    Path lake =
        Files.createDirectories(root.resolve("aws-public-blockchain/v1.1/stellar/ledgers/testnet"));
    try (S3Server server = S3Server.anonymous(root)) {
      Map<String, String> settings =
          Map.of("LAKE", "aws-testnet", "S3_ENDPOINT_URL", server.endpoint().toString());
      LakeSettings configuration = LakeSettings.read(Settings.of(settings));
      assertThat(configuration.store().description())
          .isEqualTo("s3://aws-public-blockchain/v1.1/stellar/ledgers/testnet/");
      assertThat(configuration.networkPassphrase()).hasValue("Test SDF Network ; September 2015");
      assertThat(configuration.layout()).isEqualTo(new LakeLayout(1, 64_000));
      assertThat(configuration.options().workers()).isEqualTo(96);
      configuration.store().close();

      Files.writeString(
          lake.resolve(".config.json"),
          "{\"networkPassphrase\":\""
              + PASSPHRASE
              + "\",\"ledgersPerBatch\":1,\"batchesPerPartition\":64000}");
      assertThat(problems(settings))
          .containsExactly(
              "LAKE stands for the network \"Test SDF Network ; September 2015\","
                  + " but the lake's manifest .config.json says \""
                  + PASSPHRASE
                  + "\"");
    }
  }

  @Test
  void aStoreThatRefusesIsAProblemAndOneThatIsAwayIsNot() throws Exception {
    Map<String, String> quick =
        Map.of(
            "INITIAL_BACKOFF",
            "1ms",
            "MAX_BACKOFF",
            "2ms",
            "CIRCUIT_BREAKER_TIMEOUT",
            "1ms",
            "STORAGE_TYPE",
            "HTTP");
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String url = "http://127.0.0.1:" + server.getPort() + "/lake";
      Map<String, String> settings = new HashMap<>(quick);
      settings.put("BUCKET_NAME", url);
      server.enqueue(new MockResponse.Builder().code(403).build());
      assertThat(problems(settings))
          .singleElement()
          .asString()
          .startsWith(
              "BUCKET_NAME (with ARCHIVE_PATH) names a lake whose manifest cannot be used: ")
          .contains("/lake/.config.json: the store answered 403");
      for (int i = 0; i < 6; i++) {
        server.enqueue(new MockResponse.Builder().code(503).build());
      }
      assertThatThrownBy(() -> LakeSettings.read(Settings.of(settings)))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("the store answered 503")
          .hasMessageContaining("given up after 6 attempts");
    }
  }

  private static List<String> problems(Map<String, String> environment) {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> LakeSettings.read(Settings.of(environment)));
    assertThat(refusal).isNotNull();
    return refusal.problems();
  }
}
