package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are a lake's URL, which a server's address, and what a wrong one is told. */
class LakeUrlTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "file:///data/lake, FS, /data/lake",
    "file:/data/lake, FS, /data/lake",
    "FILE://localhost/data/lake, FS, /data/lake",
    "file:relative/lake, FS, relative/lake",
    "file:///data/my%20lake, FS, /data/my lake",
    "file:///data/my lake, FS, /data/my lake",
    "s3://bucket/v1/ledgers, S3, s3://bucket/v1/ledgers",
    "S3://bucket, S3, s3://bucket",
    "gs://bucket/v1, GCS, gs://bucket/v1",
    "https://host/base/, HTTP, https://host/base/",
    "http://127.0.0.1:8000/base, HTTP, http://127.0.0.1:8000/base"
  })
  void aLakesUrlTellsKindAndPlace(String text, StorageType type, String place) {
    assertThat(LakeUrl.parse(text)).hasValue(new LakeUrl(type, place));
  }

  /** A server may be called as a scheme is. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost:50051", "source:50051", "s3:50051", "file:1", "[::1]:50051"})
  void aServersAddressIsNone(String text) {
    assertThat(LakeUrl.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:bucket", "s3://", "s3:///key", "gs:", "https:/host", "file://host/x"})
  void aSchemeWithoutAPlaceIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeUrl.parse(text))
        .withMessageStartingWith("not a URL ");
  }

  @Test
  void theVariableThatHasTheUrlIsTheOneToMend() {
    LakeUrl url = LakeUrl.parse(folder.resolve("none").toUri().toString()).orElseThrow();
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> LakeSettings.at(url, "THE_URL", Settings.of(Map.of("NUM_WORKERS", "0"))));
    assertThat(refusal.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("THE_URL names no folder that can be read: "))
        .anyMatch(problem -> problem.startsWith("NUM_WORKERS "));
  }
}
