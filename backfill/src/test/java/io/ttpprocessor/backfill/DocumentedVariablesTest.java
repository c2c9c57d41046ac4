package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.backfill.postgres.PostgresOptions;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.testkit.ConfigurationTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Goal: the variables of a database are the consumer's, as docs/configuration.md has them, and all
 * of them get to the workers but for the password.
 */
class DocumentedVariablesTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("ttp.root"), "docs", "configuration.md");
  private static final List<String> OF_WHO_STARTS = List.of("PIPELINE_NAME", "PARTITION_LEDGERS");
  private static final List<String> OF_EACH =
      List.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE");

  private static Map<String, String> asked() {
    Settings settings = Settings.of(Map.of("POSTGRES_HOST", "database.example"));
    PostgresOptions.read(Map.of(), 2, settings);
    PostgresSink.readPartitionLedgers(settings);
    return settings.asked();
  }

  @Test
  void theyAreTheConsumersWithTheSameDefaults() {
    Map<String, String> documented = ConfigurationTable.in(DOCUMENT).of("consumer-app");
    asked()
        .forEach(
            (name, fallback) -> {
              assertThat(documented).containsKey(name);
              if (!fallback.isEmpty()) {
                assertThat(documented).containsEntry(name, fallback);
              }
            });
    assertThat(asked()).containsKeys("POSTGRES_DB", "PIPELINE_NAME", "PARTITION_LEDGERS");
  }

  @Test
  void allOfThemGetToTheWorkers() {
    TreeSet<String> names = new TreeSet<>(PostgresOptions.NAMES);
    names.addAll(OF_WHO_STARTS);
    names.addAll(OF_EACH);
    assertThat(names).isEqualTo(new TreeSet<>(asked().keySet()));
  }

  @Test
  void theDocumentNamesThoseThatAreNotOfPostgres() throws Exception {
    assertThat(Files.readString(DOCUMENT).replaceAll("\\s+", " "))
        .contains("`backfill` reads the lake's variables")
        .contains(
            "`ALLOW_PLAINTEXT`, the `POSTGRES_` ones, `PIPELINE_NAME` and `PARTITION_LEDGERS`");
  }
}
