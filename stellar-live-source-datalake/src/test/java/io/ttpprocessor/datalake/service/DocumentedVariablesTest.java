package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.log.LogSettings;
import io.ttpprocessor.source.SourceException;
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

  /** Nobody listens there. */
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void theTableNamesWhatIsReadOfEachKindOfStore() throws Exception {
    Map<String, String> read = new LinkedHashMap<>(read("FS", folder.toString(), Map.of()));
    read("S3", "bucket", Map.of("S3_ENDPOINT_URL", NOWHERE)).forEach(read::putIfAbsent);
    read("GCS", "bucket", Map.of("STORAGE_EMULATOR_HOST", NOWHERE)).forEach(read::putIfAbsent);
    read("HTTP", "http://" + NOWHERE, Map.of()).forEach(read::putIfAbsent);
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

  private static Map<String, String> read(String type, String bucket, Map<String, String> more)
      throws ConfigurationException, InterruptedException {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(Map.of("STORAGE_TYPE", type, "BUCKET_NAME", bucket, "MAX_RETRIES", "0"));
    environment.put("ENABLE_FLOWCTL", "true");
    Settings settings = Settings.of(environment);
    LogSettings.check(settings);
    Flowctl.read(settings).security().close();
    try {
      LakeConfiguration service = LakeConfiguration.read(settings);
      service.lake().close();
      service.security().close();
    } catch (SourceException e) {
      // All has been read before anybody is asked for the manifest.
      assertThat(e).hasMessageContaining(NOWHERE);
    }
    return settings.asked();
  }
}
