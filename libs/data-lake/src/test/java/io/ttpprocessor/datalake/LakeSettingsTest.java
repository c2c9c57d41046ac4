package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lake's variables alone, and against the lake's manifest. */
@Timeout(20)
class LakeSettingsTest {
  private static final String PASSPHRASE = "Public Global Stellar Network ; September 2015";
  private static final String MANIFEST =
      "{\"networkPassphrase\":\""
          + PASSPHRASE
          + "\",\"version\":\"1.0\",\"compression\":\"zstd\","
          + "\"ledgersPerBatch\":64,\"batchesPerPartition\":10}";

  @TempDir Path root;

  @Test
  void theDefaultsAreThePublicLakes() throws Exception {
    LakeSettings settings = read(Map.of());
    assertThat(settings.layout()).isEqualTo(new LakeLayout(1, 64_000));
    assertThat(settings.networkPassphrase()).isEmpty();
    assertThat(settings.options())
        .isEqualTo(
            new LakeOptions(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                16,
                Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4),
                2,
                256L << 20,
                false,
                2));
  }

  @Test
  void everyVariableIsRead() throws Exception {
    LakeSettings settings =
        read(
            Map.ofEntries(
                Map.entry("STORAGE_TYPE", "fs"),
                Map.entry("LAKE_FIRST_LEDGER", "7"),
                Map.entry("LEDGERS_PER_FILE", "8"),
                Map.entry("FILES_PER_PARTITION", "1"),
                Map.entry("NETWORK_PASSPHRASE", PASSPHRASE),
                Map.entry("LAKE_POLL_INTERVAL", "50ms"),
                Map.entry("BUFFER_SIZE", "5"),
                Map.entry("PREFETCH_BYTES", "1MiB"),
                Map.entry("NUM_WORKERS", "3"),
                Map.entry("MAX_OBJECT_BYTES", "2MiB"),
                Map.entry("ALLOW_UNCHECKED_OBJECTS", "true")));
    assertThat(settings.layout()).isEqualTo(new LakeLayout(8, 1));
    assertThat(settings.networkPassphrase()).hasValue(PASSPHRASE);
    assertThat(settings.options())
        .isEqualTo(
            new LakeOptions(
                Duration.ofMillis(50), Duration.ofSeconds(2), 5, 1 << 20, 3, 2 << 20, true, 7));
  }

  @Test
  void theOriginalsNamesAndPathWork() throws Exception {
    Files.createDirectories(root.resolve("ledgers/pubnet"));
    for (String path : List.of("ledgers/pubnet", "/ledgers/pubnet/")) {
      LakeSettings settings =
          LakeSettings.read(
              Settings.of(
                  Map.of(
                      "ARCHIVE_STORAGE_TYPE",
                      "FS",
                      "ARCHIVE_BUCKET_NAME",
                      root.toString(),
                      "ARCHIVE_PATH",
                      path)));
      assertThat(settings.store().description())
          .isEqualTo(root.toRealPath().resolve("ledgers/pubnet").toString());
    }
  }

  @Test
  void theManifestTellsLayoutAndNetwork() throws Exception {
    Files.writeString(root.resolve(".config.json"), MANIFEST);
    for (Map<String, String> agreeing :
        List.of(
            Map.<String, String>of(),
            Map.of("LEDGERS_PER_FILE", "64", "NETWORK_PASSPHRASE", PASSPHRASE))) {
      LakeSettings settings = read(agreeing);
      assertThat(settings.layout()).isEqualTo(new LakeLayout(64, 10));
      assertThat(settings.networkPassphrase()).hasValue(PASSPHRASE);
    }
  }

  @Test
  void whatDiffersFromTheManifestIsRefusedWithBothValues() throws Exception {
    Files.writeString(root.resolve(".config.json"), MANIFEST);
    assertThat(
            problems(
                Map.of(
                    "BUCKET_NAME", root.toString(),
                    "LEDGERS_PER_FILE", "1",
                    "FILES_PER_PARTITION", "64000",
                    "NETWORK_PASSPHRASE", "Test SDF Network ; September 2015")))
        .containsExactly(
            "NETWORK_PASSPHRASE is \"Test SDF Network ; September 2015\","
                + " but the lake's manifest .config.json says \""
                + PASSPHRASE
                + "\"",
            "LEDGERS_PER_FILE is 1, but the lake's manifest .config.json says 64",
            "FILES_PER_PARTITION is 64000, but the lake's manifest .config.json says 10");
  }

  @Test
  void allProblemsComeAtOnce() {
    assertThat(
            problems(
                Map.ofEntries(
                    Map.entry("STORAGE_TYPE", "FTP"),
                    Map.entry("LAKE_FIRST_LEDGER", "first"),
                    Map.entry("MAX_RETRIES", "-1"),
                    Map.entry("LEDGERS_PER_FILE", "0"),
                    Map.entry("FILES_PER_PARTITION", "x"),
                    Map.entry("LAKE_POLL_INTERVAL", "1ms"),
                    Map.entry("BUFFER_SIZE", "-1"),
                    Map.entry("PREFETCH_BYTES", "lots"),
                    Map.entry("NUM_WORKERS", "0"),
                    Map.entry("MAX_OBJECT_BYTES", "1"),
                    Map.entry("ALLOW_UNCHECKED_OBJECTS", "maybe"))))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "STORAGE_TYPE",
            "LAKE_FIRST_LEDGER",
            "MAX_RETRIES",
            "BUCKET_NAME",
            "LEDGERS_PER_FILE",
            "FILES_PER_PARTITION",
            "LAKE_POLL_INTERVAL",
            "BUFFER_SIZE",
            "PREFETCH_BYTES",
            "NUM_WORKERS",
            "MAX_OBJECT_BYTES",
            "ALLOW_UNCHECKED_OBJECTS");
  }

  @Test
  void aManifestThatIsNoneIsOneOfTheProblems() throws Exception {
    Files.writeString(root.resolve(".config.json"), "{");
    assertThat(problems(Map.of("BUCKET_NAME", root.toString(), "NUM_WORKERS", "many")))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("NUM_WORKERS is \"many\""))
        .anyMatch(
            problem ->
                problem.startsWith(
                    "BUCKET_NAME (with ARCHIVE_PATH) names a lake whose manifest cannot be used:"
                        + " .config.json is not JSON"));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThat(problems(Map.of("BUCKET_NAME", root.resolve("none").toString())))
        .singleElement()
        .asString()
        .startsWith("BUCKET_NAME (with ARCHIVE_PATH) names no folder that can be read: ")
        .contains(root.resolve("none").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | .config.json is not JSON",
        "{\"ledgersPerBatch\":1,\"batchesPerPartition\":1}x | .config.json is not JSON",
        "[] | .config.json has no whole number ledgersPerBatch",
        "{\"ledgersPerBatch\":\"1\"} | .config.json has no whole number ledgersPerBatch",
        "{\"ledgersPerBatch\":1} | .config.json has no whole number batchesPerPartition",
        "{\"ledgersPerBatch\":0,\"batchesPerPartition\":1} | describes an impossible layout",
        "{\"ledgersPerBatch\":1,\"batchesPerPartition\":1,\"compression\":\"lz4\"} |"
            + " names the compression \"lz4\"; zstd and gzip can be read"
      })
  void aManifestThatIsNoneIsRefused(String json, String message) {
    assertThatThrownBy(() -> LakeManifest.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private LakeSettings read(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("BUCKET_NAME", root.toString());
    return LakeSettings.read(Settings.of(environment));
  }

  private static List<String> problems(Map<String, String> environment) {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> LakeSettings.read(Settings.of(environment)));
    assertThat(refusal).isNotNull();
    return refusal.problems();
  }
}
