package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a lake is set up by goes with a job, and nothing else does. */
class LakeVariablesTest {
  /** Nobody listens there. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void eachVariableThatALakeReadsGoesWithTheJob() throws Exception {
    Set<String> read = new TreeSet<>();
    read.addAll(read("FS", folder.toString(), Map.of()));
    read.addAll(read("S3", "bucket", Map.of("S3_ENDPOINT_URL", NOWHERE)));
    read.addAll(read("GCS", "bucket", Map.of("STORAGE_EMULATOR_HOST", NOWHERE)));
    read.addAll(read("HTTP", NOWHERE, Map.of()));
    // Asked for only where a URL goes to another machine in plaintext.
    read.add("ALLOW_PLAINTEXT");
    assertThat(LakeVariables.NAMES).containsExactlyInAnyOrderElementsOf(read);
  }

  private static Set<String> read(String type, String bucket, Map<String, String> more)
      throws ConfigurationException, InterruptedException {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(Map.of("STORAGE_TYPE", type, "BUCKET_NAME", bucket, "MAX_RETRIES", "0"));
    Settings settings = Settings.of(environment);
    try {
      LakeSettings.read(settings).close();
    } catch (SourceException e) {
      // All has been read before anybody is asked for the manifest.
      assertThat(e).hasMessageContaining("127.0.0.1:1");
    }
    Set<String> names = new TreeSet<>();
    settings.asked().keySet().forEach(all -> names.addAll(List.of(all.split(" "))));
    return names;
  }

  @Test
  void credentialsStayBehind() {
    Settings settings = Settings.of(Map.of());
    Map<String, String> environment =
        Map.of("BUCKET_NAME", "b", "AWS_SECRET_ACCESS_KEY", "x", "POSTGRES_PASSWORD", "y");
    assertThat(LakeVariables.of(environment, "", settings)).isEqualTo(Map.of("BUCKET_NAME", "b"));
  }

  @Test
  void aPlaceThatIsSetTwiceIsAProblemUnlessOneIsBlank() throws Exception {
    Settings blank = Settings.of(Map.of());
    Map<String, String> variables =
        LakeVariables.of(Map.of("LAKE", "", "BUCKET_NAME", " "), "/data/my lake", blank);
    blank.throwIfProblems();
    assertThat(variables).isEqualTo(Map.of("STORAGE_TYPE", "FS", "BUCKET_NAME", "/data/my lake"));

    Settings twice = Settings.of(Map.of());
    LakeVariables.of(Map.of("LAKE", "aws-testnet"), "aws-pubnet", twice);
    assertThat(problems(twice))
        .containsExactly("--lake is given, but LAKE is set too; give one of them");
  }

  private static List<String> problems(Settings settings) {
    try {
      settings.throwIfProblems();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }
}
