package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.FileObjectStore;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The service's settings, checked against the lake's own manifest.
 *
 * @param bind address to listen on
 * @param port gRPC port
 * @param healthPort HTTP port of the health page
 * @param maxStreams most calls served at a time
 * @param store the lake's objects, open
 * @param layout the manifest's, or LEDGERS_PER_FILE and FILES_PER_PARTITION, or 1 and 64,000
 * @param networkPassphrase the manifest's or NETWORK_PASSPHRASE
 * @param options how the lake is read
 */
record LakeConfiguration(
    String bind,
    int port,
    int healthPort,
    int maxStreams,
    ObjectStore store,
    LakeLayout layout,
    Optional<String> networkPassphrase,
    LakeOptions options) {
  private static final long MEBIBYTE = 1L << 20;
  private static final Duration SETTLE_TIME = Duration.ofSeconds(2);

  /**
   * Reads the settings and the manifest.
   *
   * @throws ConfigurationException with every setting that cannot be used or that differs from the
   *     manifest, and with a manifest that is there and cannot be understood
   */
  static LakeConfiguration read(Settings settings) throws ConfigurationException {
    String bind = settings.text("BIND_ADDRESS", "0.0.0.0");
    int port = settings.port("PORT", 50051);
    int healthPort = settings.port("HEALTH_PORT", 8088);
    int maxStreams = settings.integer("MAX_STREAMS", 100, 1, 10_000);
    LakeOptions options = options(settings);
    Optional<ObjectStore> store = store(settings);
    Optional<LakeManifest> manifest = store.flatMap(objects -> manifest(settings, objects));
    Optional<String> passphrase = networkPassphrase(settings, manifest);
    LakeLayout layout = layout(settings, manifest);
    settings.throwIfProblems();
    return new LakeConfiguration(
        bind, port, healthPort, maxStreams, store.orElseThrow(), layout, passphrase, options);
  }

  private static LakeOptions options(Settings settings) {
    Duration second = Duration.ofSeconds(1);
    return new LakeOptions(
        settings.duration(
            "LAKE_POLL_INTERVAL", second, Duration.ofMillis(10), second.multipliedBy(60)),
        SETTLE_TIME,
        settings.integer("BUFFER_SIZE", 16, 0, 1_000),
        settings.bytes("PREFETCH_BYTES", 256 * MEBIBYTE, 0, 1L << 40),
        settings.integer("NUM_WORKERS", 2, 1, 64),
        settings.bytes("MAX_OBJECT_BYTES", 256 * MEBIBYTE, MEBIBYTE, 2047 * MEBIBYTE),
        settings.flag("ALLOW_UNCHECKED_OBJECTS", false));
  }

  private static Optional<ObjectStore> store(Settings settings) {
    settings.choice("STORAGE_TYPE", StorageType.class, StorageType.FS, "ARCHIVE_STORAGE_TYPE");
    String bucket = settings.required("BUCKET_NAME", "ARCHIVE_BUCKET_NAME");
    String path = settings.text("ARCHIVE_PATH", "");
    if (bucket.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path root = Path.of(bucket);
      // An absolute ARCHIVE_PATH lies in the bucket too, as a key would.
      Path folder = path.isEmpty() ? root : root.resolve(path.replaceFirst("^/+", ""));
      return Optional.of(FileObjectStore.open(folder));
    } catch (InvalidPathException | IOException e) {
      settings.problem(
          "BUCKET_NAME", "(with ARCHIVE_PATH) names no folder that can be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<LakeManifest> manifest(Settings settings, ObjectStore store) {
    try {
      return LakeManifest.read(store);
    } catch (SourceException e) {
      settings.problem(
          "BUCKET_NAME",
          "(with ARCHIVE_PATH) names a lake whose manifest cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> networkPassphrase(
      Settings settings, Optional<LakeManifest> manifest) {
    Optional<String> set = settings.optional("NETWORK_PASSPHRASE");
    Optional<String> stated = manifest.flatMap(LakeManifest::networkPassphrase);
    if (set.isPresent() && stated.isPresent() && !set.get().equals(stated.get())) {
      settings.problem(
          "NETWORK_PASSPHRASE",
          String.format(
              "is \"%s\", but the lake's manifest %s says \"%s\"",
              set.get(), LakeManifest.KEY, stated.get()));
    }
    return stated.isPresent() ? stated : set;
  }

  private static LakeLayout layout(Settings settings, Optional<LakeManifest> manifest) {
    LakeLayout stated = manifest.map(LakeManifest::layout).orElse(LakeLayout.DEFAULT);
    long ledgers = size(settings, "LEDGERS_PER_FILE", stated.ledgersPerBatch(), manifest);
    long files = size(settings, "FILES_PER_PARTITION", stated.batchesPerPartition(), manifest);
    try {
      return new LakeLayout(ledgers, files);
    } catch (IllegalArgumentException e) {
      settings.problem("LEDGERS_PER_FILE", "and FILES_PER_PARTITION are too large together");
      return stated;
    }
  }

  private static long size(
      Settings settings, String name, long stated, Optional<LakeManifest> manifest) {
    if (settings.optional(name).isEmpty()) {
      return stated;
    }
    int set =
        settings.integer(name, (int) Math.min(stated, Integer.MAX_VALUE), 1, Integer.MAX_VALUE);
    if (manifest.isPresent() && set != stated) {
      settings.problem(
          name,
          String.format(
              "is %d, but the lake's manifest %s says %d", set, LakeManifest.KEY, stated));
    }
    return set;
  }
}
