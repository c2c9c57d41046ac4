package io.ttpprocessor.backfill.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.kit.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Goal: a job takes all to its workers that they need, but for the password. */
class PostgresOptionsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "POSTGRES_HOST", "localhost",
          "POSTGRES_PORT", "15432",
          "POSTGRES_DB", "history",
          "POSTGRES_USER", "loader",
          "POSTGRES_PASSWORD", "canary-secret",
          "POSTGRES_OTHER", "another-secret");

  @Test
  void thePasswordIsNoPartOfTheJob() throws Exception {
    PostgresOptions options = PostgresOptions.read(ENVIRONMENT, 2, Settings.of(ENVIRONMENT));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
        .contains("history")
        .contains("loader")
        .doesNotContain("secret");
    assertThat(options.toString()).doesNotContain("secret");
  }

  @Test
  void aWorkerHasThePasswordOfItsOwnEnvironmentAndNothingElse() throws Exception {
    PostgresOptions options = PostgresOptions.read(ENVIRONMENT, 2, Settings.of(ENVIRONMENT));
    PGSimpleDataSource database =
        options.database(Map.of("POSTGRES_PASSWORD", "own", "POSTGRES_DB", "of-the-worker"));
    assertThat(database.getPassword()).isEqualTo("own");
    assertThat(database.getDatabaseName()).isEqualTo("history");
    assertThat(database.getUser()).isEqualTo("loader");
    assertThat(database.getPortNumbers()).containsExactly(15432);
  }

  @Test
  void aFileThatTheWorkerDoesNotHaveIsNamed() {
    PostgresOptions options = PostgresOptions.read(Map.of(), 2, Settings.of(Map.of()));
    assertThatThrownBy(() -> options.database(Map.of("POSTGRES_PASSWORD_FILE", "/no/such/file")))
        .hasMessageContaining("POSTGRES_PASSWORD_FILE names a file that cannot be read");
  }
}
