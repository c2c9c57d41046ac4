package io.ttpprocessor.backfill;

import io.ttpprocessor.datalake.LakeUrl;
import io.ttpprocessor.datalake.StorageType;
import io.ttpprocessor.kit.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The environment variables that tell which lake is read, and how. A job takes these alone to its
 * workers, for other variables may hold secrets; credentials a worker has, or finds, by itself.
 */
final class LakeVariables {
  /** As the README's table has them for both sources and for stellar-live-source-datalake. */
  static final List<String> NAMES =
      List.of(
          "ALLOW_PLAINTEXT",
          "MAX_RETRIES",
          "INITIAL_BACKOFF",
          "MAX_BACKOFF",
          "CIRCUIT_BREAKER_THRESHOLD",
          "CIRCUIT_BREAKER_TIMEOUT",
          "LAKE",
          "STORAGE_TYPE",
          "ARCHIVE_STORAGE_TYPE",
          "BUCKET_NAME",
          "ARCHIVE_BUCKET_NAME",
          "ARCHIVE_PATH",
          "AWS_REGION",
          "S3_ENDPOINT_URL",
          "S3_FORCE_PATH_STYLE",
          "S3_ANONYMOUS",
          "GCS_ANONYMOUS",
          "STORAGE_EMULATOR_HOST",
          "LAKE_FIRST_LEDGER",
          "HTTP_403_IS_MISSING",
          "STORE_TIMEOUT",
          "NETWORK_PASSPHRASE",
          "LEDGERS_PER_FILE",
          "FILES_PER_PARTITION",
          "LAKE_POLL_INTERVAL",
          "NUM_WORKERS",
          "BUFFER_SIZE",
          "PREFETCH_BYTES",
          "MAX_OBJECT_BYTES",
          "ALLOW_UNCHECKED_OBJECTS");

  private static final List<String> PLACE =
      List.of("LAKE", "STORAGE_TYPE", "ARCHIVE_STORAGE_TYPE", "BUCKET_NAME", "ARCHIVE_BUCKET_NAME");

  private LakeVariables() {}

  /**
   * The variables of a lake.
   *
   * @param place what {@code --lake} says; empty when it was not given
   * @param settings takes the problem of a place that is set twice
   */
  static Map<String, String> of(Map<String, String> environment, String place, Settings settings) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().retainAll(NAMES);
    // As everywhere, a blank variable is one that is not set.
    variables.values().removeIf(String::isBlank);
    if (!place.isEmpty()) {
      for (String name : PLACE) {
        if (variables.containsKey(name)) {
          settings.problem("--lake", "is given, but " + name + " is set too; give one of them");
        }
      }
      try {
        variables.putAll(place(place));
      } catch (IllegalArgumentException e) {
        settings.problem("--lake", "is \"" + place + "\", " + e.getMessage());
      }
    }
    return variables;
  }

  private static Map<String, String> place(String place) {
    String name = place.toLowerCase(Locale.ROOT);
    if (name.equals("aws-pubnet") || name.equals("aws-testnet")) {
      return Map.of("LAKE", place);
    }
    LakeUrl url = LakeUrl.parse(place).orElse(new LakeUrl(StorageType.FS, place));
    String folderOrUrl =
        url.type() == StorageType.FS
            // A worker's current folder may be another.
            ? Path.of(url.place()).toAbsolutePath().toString()
            : url.place();
    return Map.of("STORAGE_TYPE", url.type().name(), "BUCKET_NAME", folderOrUrl);
  }
}
