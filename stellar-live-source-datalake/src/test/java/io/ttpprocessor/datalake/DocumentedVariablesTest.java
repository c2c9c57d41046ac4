package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.log.LogSettings;
import io.ttpprocessor.testkit.ConfigurationTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: docs/configuration.md has each variable that the service reads, and no other. */
class DocumentedVariablesTest {
  private static final ConfigurationTable TABLE =
      ConfigurationTable.in(Path.of(System.getProperty("ttp.root"), "docs", "configuration.md"));

  @TempDir private Path folder;

  @Test
  void theTableNamesWhatIsReadOfEachKindOfStore() throws Exception {
    Settings settings =
        Settings.of(Map.of("ENABLE_FLOWCTL", "true", "BUCKET_NAME", folder.toString()));
    LogSettings.check(settings);
    Flowctl.read(settings).security().close();
    try (LakeConfiguration lake = LakeConfiguration.read(settings)) {
      lake.security().close();
    }
    Map<String, String> read = new LinkedHashMap<>(settings.asked());
    Map<String, String> emulator = Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:1");
    storeSettings("S3", "bucket", Map.of()).forEach(read::putIfAbsent);
    storeSettings("GCS", "bucket", emulator).forEach(read::putIfAbsent);
    storeSettings("HTTP", "https://lake.example", Map.of()).forEach(read::putIfAbsent);
    assertThat(
            TABLE.differences(
                "stellar-live-source-datalake",
                read,
                Set.of(
                    "HEALTH_BIND_ADDRESS",
                    "S3_FORCE_PATH_STYLE",
                    "NUM_WORKERS",
                    "BUFFER_SIZE",
                    "PREFETCH_BYTES")))
        .isEmpty();
  }

  /** Opens the store, which asks nobody. */
  private static Map<String, String> storeSettings(
      String type, String bucket, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("STORAGE_TYPE", type);
    environment.put("BUCKET_NAME", bucket);
    Settings settings = Settings.of(environment);
    StoreSettings.read(settings).store().ifPresent(ObjectStore::close);
    settings.throwIfProblems();
    return settings.asked();
  }
}
