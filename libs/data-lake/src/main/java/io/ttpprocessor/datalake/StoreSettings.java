package io.ttpprocessor.datalake;

import com.google.auth.Credentials;
import io.ttpprocessor.datalake.store.BucketPath;
import io.ttpprocessor.datalake.store.FileObjectStore;
import io.ttpprocessor.datalake.store.GcsCredentials;
import io.ttpprocessor.datalake.store.GcsObjectStore;
import io.ttpprocessor.datalake.store.GcsOptions;
import io.ttpprocessor.datalake.store.HttpObjectStore;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.S3Credentials;
import io.ttpprocessor.datalake.store.S3ObjectStore;
import io.ttpprocessor.datalake.store.S3Options;
import io.ttpprocessor.datalake.store.StoreTimeouts;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.Plaintext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The settings that tell where a lake is kept: STORAGE_TYPE, BUCKET_NAME and ARCHIVE_PATH, those of
 * each kind of store, and LAKE, which stands for them all.
 *
 * @param type what kind of store
 * @param store the store, open; none when a setting cannot be used, which is noted
 * @param preset the public lake that it is, if LAKE says so
 */
record StoreSettings(StorageType type, Optional<ObjectStore> store, Optional<LakePreset> preset) {
  private static final String BUCKET = "BUCKET_NAME";
  private static final String S3_ENDPOINT = "S3_ENDPOINT_URL";
  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Reads the settings, noting what cannot be used; no request is made to the store. */
  static StoreSettings read(Settings settings) {
    Optional<LakePreset> preset =
        settings.optional("LAKE").map(name -> settings.choice("LAKE", LakePreset.class, null));
    if (preset.isEmpty() && settings.optional("LAKE").isPresent()) {
      // Nobody is to be asked for a lake that was not meant.
      return new StoreSettings(StorageType.S3, Optional.empty(), Optional.empty());
    }
    preset.ifPresent(lake -> lake.noteContradictions(settings));
    StorageType type =
        preset.isPresent()
            ? StorageType.S3
            : settings.choice(
                "STORAGE_TYPE", StorageType.class, StorageType.FS, "ARCHIVE_STORAGE_TYPE");
    String bucket =
        preset.isPresent()
            ? preset.get().place()
            : settings.required(BUCKET, "ARCHIVE_BUCKET_NAME");
    Place place = new Place(BUCKET, bucket, preset.isPresent() ? "" : path(settings));
    Optional<ObjectStore> store =
        bucket.isEmpty() ? Optional.empty() : open(settings, type, place, preset);
    return new StoreSettings(type, store, preset);
  }

  private static String path(Settings settings) {
    return settings.text("ARCHIVE_PATH", "");
  }

  /** The same for a lake whose place is told by a URL alone, which {@code variable} has. */
  static StoreSettings at(LakeUrl url, String variable, Settings settings) {
    Place place = new Place(variable, url.place(), "");
    return new StoreSettings(
        url.type(), open(settings, url.type(), place, Optional.empty()), Optional.empty());
  }

  /**
   * Where in its kind of store a lake lies.
   *
   * @param variable what the setting is called that tells it, for who has to mend it
   * @param bucket folder, bucket or base URL
   * @param path what lies below it; may be empty
   */
  private record Place(String variable, String bucket, String path) {
    String names() {
      return variable.equals(BUCKET) ? BUCKET + " (with ARCHIVE_PATH)" : variable;
    }
  }

  private static Optional<ObjectStore> open(
      Settings settings, StorageType type, Place place, Optional<LakePreset> preset) {
    switch (type) {
      case FS:
        return folder(settings, place);
      case S3:
        return s3(settings, place, preset);
      case GCS:
        return gcs(settings, place);
      case HTTP:
        return http(settings, place);
      default:
        throw new AssertionError(type);
    }
  }

  private static Optional<BucketPath> bucketPath(Settings settings, Place place, String scheme) {
    try {
      return Optional.of(BucketPath.parse(place.bucket(), scheme, place.path()));
    } catch (IllegalArgumentException e) {
      settings.problem(place.variable(), "is \"" + place.bucket() + "\", " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ObjectStore> folder(Settings settings, Place place) {
    try {
      Path root = Path.of(place.bucket());
      // An absolute ARCHIVE_PATH lies in the bucket too, as a key would.
      Path folder =
          place.path().isEmpty() ? root : root.resolve(place.path().replaceFirst("^/+", ""));
      return Optional.of(FileObjectStore.open(folder));
    } catch (InvalidPathException | IOException e) {
      settings.problem(place.names(), "names no folder that can be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ObjectStore> s3(
      Settings settings, Place lake, Optional<LakePreset> preset) {
    Optional<BucketPath> place = bucketPath(settings, lake, "s3");
    String region = settings.text("AWS_REGION", "us-east-1");
    Optional<URI> endpoint = endpoint(settings, S3_ENDPOINT);
    boolean pathStyle = settings.flag("S3_FORCE_PATH_STYLE", endpoint.isPresent());
    StoreTimeouts timeouts = timeouts(settings);
    Optional<Boolean> anonymous =
        preset.isPresent() ? Optional.of(true) : flag(settings, "S3_ANONYMOUS");
    if (place.isEmpty() || endpoint.isEmpty() && settings.optional(S3_ENDPOINT).isPresent()) {
      return Optional.empty();
    }
    S3Options options =
        new S3Options(
            place.get(),
            preset.map(LakePreset::region).orElse(region),
            endpoint,
            pathStyle,
            S3Credentials.choose(anonymous),
            timeouts);
    try {
      return Optional.of(new S3ObjectStore(options));
    } catch (SdkException | IllegalArgumentException e) {
      settings.problem(lake.variable(), "cannot be opened in S3: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ObjectStore> gcs(Settings settings, Place lake) {
    Optional<BucketPath> place = bucketPath(settings, lake, "gs");
    Optional<URI> emulator = endpoint(settings, EMULATOR);
    Optional<Boolean> set = flag(settings, "GCS_ANONYMOUS");
    // An emulator knows no credentials, and is not to see real ones.
    Optional<Boolean> anonymous = emulator.isPresent() ? Optional.of(true) : set;
    StoreTimeouts timeouts = timeouts(settings);
    if (place.isEmpty() || emulator.isEmpty() && settings.optional(EMULATOR).isPresent()) {
      return Optional.empty();
    }
    try {
      Optional<Credentials> credentials = GcsCredentials.choose(anonymous);
      return Optional.of(
          new GcsObjectStore(new GcsOptions(place.get(), emulator, credentials, timeouts)));
    } catch (IOException e) {
      settings.problem("GCS_ANONYMOUS", "is not true, and: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ObjectStore> http(Settings settings, Place place) {
    boolean forbiddenIsMissing = settings.flag("HTTP_403_IS_MISSING", false);
    StoreTimeouts timeouts = timeouts(settings);
    String base = (place.bucket() + "/" + place.path() + "/").replaceAll("(?<!:)/{2,}", "/");
    try {
      HttpObjectStore store = new HttpObjectStore(base, forbiddenIsMissing, timeouts);
      if (base.startsWith("http://")) {
        Plaintext.check(settings, place.variable(), URI.create(base).getHost(), "use https");
      }
      return Optional.of(store);
    } catch (IllegalArgumentException e) {
      // The value is not shown: a URL may hold a password.
      settings.problem(place.variable(), "is " + e.getMessage());
      return Optional.empty();
    }
  }

  private static StoreTimeouts timeouts(Settings settings) {
    return StoreTimeouts.ofSilence(
        settings.duration(
            "STORE_TIMEOUT", SECOND.multipliedBy(30), Duration.ofMillis(100), Duration.ofHours(1)));
  }

  private static Optional<Boolean> flag(Settings settings, String name) {
    return settings.optional(name).map(set -> settings.flag(name, false));
  }

  /** A server's URL; without a scheme, as emulators are named, it is http. */
  private static Optional<URI> endpoint(Settings settings, String name) {
    Optional<String> set = settings.optional(name);
    if (set.isEmpty()) {
      return Optional.empty();
    }
    String url = set.get().contains("://") ? set.get() : "http://" + set.get();
    try {
      URI endpoint = new URI(url.replaceFirst("/+$", ""));
      if (endpoint.getHost() != null && endpoint.getScheme().matches("https?")) {
        if (endpoint.getScheme().equals("http")) {
          Plaintext.check(settings, name, endpoint.getHost(), "use https");
        }
        return Optional.of(endpoint);
      }
    } catch (URISyntaxException e) {
      settings.problem(name, "is no URL: " + e.getReason());
      return Optional.empty();
    }
    settings.problem(name, "is \"" + set.get() + "\", not a URL such as https://host:9000");
    return Optional.empty();
  }
}
