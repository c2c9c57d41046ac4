package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultOptions;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.time.Duration;
import java.util.Optional;

/**
 * A lake's settings, checked against its own manifest. Closing them closes the store.
 *
 * @param store the lake's objects, open
 * @param layout the manifest's, or LEDGERS_PER_FILE and FILES_PER_PARTITION, or 1 and 64,000
 * @param networkPassphrase the manifest's or NETWORK_PASSPHRASE
 * @param options how the lake is read
 * @param faults how faults of the store are met
 */
public record LakeSettings(
    ObjectStore store,
    LakeLayout layout,
    Optional<String> networkPassphrase,
    LakeOptions options,
    FaultOptions faults)
    implements AutoCloseable {
  private static final String PLACE = "BUCKET_NAME (with ARCHIVE_PATH)";
  private static final long MEBIBYTE = 1L << 20;

  /** Of the heap, what reading ahead may take: large arrays leave half of it unused at worst. */
  private static final int HEAP_SHARE = 4;

  private static final Duration SETTLE_TIME = Duration.ofSeconds(2);

  /**
   * Reads the settings and the manifest; the caller's own settings were read before, so that all
   * problems are told together.
   *
   * @throws ConfigurationException with every setting that cannot be used or that differs from the
   *     manifest, and with a manifest that is there and cannot be understood
   * @throws SourceException TRANSIENT when the store cannot be reached
   */
  public static LakeSettings read(Settings settings)
      throws ConfigurationException, SourceException, InterruptedException {
    return read(settings, StoreSettings.read(settings), PLACE);
  }

  /**
   * The same for a lake whose place is a URL.
   *
   * @param variable the setting that has the URL
   */
  public static LakeSettings at(LakeUrl url, String variable, Settings settings)
      throws ConfigurationException, SourceException, InterruptedException {
    return read(settings, StoreSettings.at(url, variable, settings), variable);
  }

  private static LakeSettings read(Settings settings, StoreSettings place, String variable)
      throws ConfigurationException, SourceException, InterruptedException {
    LakeOptions options = options(settings, place.type());
    FaultOptions faults = FaultOptions.read(settings);
    Optional<ObjectStore> store = place.store();
    ManifestLook look = ManifestLook.at(settings, store, faults, variable);
    Optional<LakeManifest> manifest = look.manifest();
    Optional<String> passphrase = networkPassphrase(settings, manifest, place.preset());
    LakeLayout layout = layout(settings, manifest);
    closeIfProblems(settings, store, look);
    return new LakeSettings(store.orElseThrow(), layout, passphrase, options, faults);
  }

  /** The lake as a source of ledgers, which closes the store. */
  public LakeLedgerSource openSource(FaultPolicy policy) {
    return new LakeLedgerSource(store, layout, networkPassphrase, options, policy);
  }

  /** Closes the store. */
  @Override
  public void close() {
    store.close();
  }

  private static void closeIfProblems(
      Settings settings, Optional<ObjectStore> store, ManifestLook look)
      throws ConfigurationException, SourceException {
    boolean usable = false;
    try {
      settings.throwIfProblems();
      if (look.unreachable().isPresent()) {
        throw look.unreachable().get();
      }
      usable = true;
    } finally {
      if (!usable) {
        store.ifPresent(ObjectStore::close);
      }
    }
  }

  private static LakeOptions options(Settings settings, StorageType type) {
    Duration second = Duration.ofSeconds(1);
    return new LakeOptions(
        settings.duration(
            "LAKE_POLL_INTERVAL", second, Duration.ofMillis(10), second.multipliedBy(60)),
        SETTLE_TIME,
        settings.integer("BUFFER_SIZE", type.batchesAhead(), 0, 1_000),
        settings.bytes("PREFETCH_BYTES", usualBytesAhead(), 0, 1L << 40),
        settings.integer("NUM_WORKERS", type.workers(), 1, 256),
        settings.bytes("MAX_OBJECT_BYTES", 256 * MEBIBYTE, MEBIBYTE, 2047 * MEBIBYTE),
        settings.flag("ALLOW_UNCHECKED_OBJECTS", false),
        settings.integer("LAKE_FIRST_LEDGER", 2, 1, Integer.MAX_VALUE));
  }

  /** As much as helps, if the heap has room for it beside what streams hold. */
  private static long usualBytesAhead() {
    return Math.min(256 * MEBIBYTE, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * What looking for the manifest has shown.
   *
   * @param manifest the manifest, if there is one that can be used
   * @param unreachable why there was no looking, which is not the settings' fault
   */
  private record ManifestLook(
      Optional<LakeManifest> manifest, Optional<SourceException> unreachable) {
    static ManifestLook at(
        Settings settings, Optional<ObjectStore> store, FaultOptions faults, String variable)
        throws InterruptedException {
      if (store.isEmpty()) {
        return new ManifestLook(Optional.empty(), Optional.empty());
      }
      try {
        ObjectStore objects = store.get();
        return new ManifestLook(
            new FaultPolicy(faults).call(Patience.BOUNDED, () -> LakeManifest.read(objects)),
            Optional.empty());
      } catch (SourceException e) {
        if (e.kind() == SourceException.Kind.TRANSIENT) {
          return new ManifestLook(Optional.empty(), Optional.of(e));
        }
        settings.problem(variable, "names a lake whose manifest cannot be used: " + e.getMessage());
        return new ManifestLook(Optional.empty(), Optional.empty());
      }
    }
  }

  private static Optional<String> networkPassphrase(
      Settings settings, Optional<LakeManifest> manifest, Optional<LakePreset> preset) {
    Optional<String> set =
        preset.map(LakePreset::passphrase).or(() -> settings.optional("NETWORK_PASSPHRASE"));
    Optional<String> stated = manifest.flatMap(LakeManifest::networkPassphrase);
    if (set.isPresent() && stated.isPresent() && !set.get().equals(stated.get())) {
      settings.problem(
          preset.isPresent() ? "LAKE" : "NETWORK_PASSPHRASE",
          String.format(
              "%s \"%s\", but the lake's manifest %s says \"%s\"",
              preset.isPresent() ? "stands for the network" : "is",
              set.get(),
              LakeManifest.KEY,
              stated.get()));
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
