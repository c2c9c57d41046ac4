package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects beneath a folder of an S3 bucket. The client checks an object's checksum where the store
 * sends one; it retries nothing and follows no redirect. The one thing that it must be allowed is
 * {@code s3:GetObject}, and {@code s3:ListBucket}, without which S3 answers 403 for absent objects.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final int CONNECTIONS = 128;
  private static final int LARGEST_PAGE = 1_000;

  private final BucketPath place;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final S3Client client;
  private final Optional<S3PublicObjects> publicObjects;

  /** Opens a client; no request is made yet. */
  public S3ObjectStore(S3Options options) {
    this.place = options.place();
    this.region = options.region();
    this.credentials = options.credentials();
    StoreTimeouts timeouts = options.timeouts();
    this.http =
        Apache5HttpClient.builder()
            .maxConnections(CONNECTIONS)
            .connectionTimeout(timeouts.connect())
            .connectionAcquisitionTimeout(timeouts.silence())
            .socketTimeout(timeouts.silence())
            .build();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(options.region()))
            .credentialsProvider(options.credentials())
            .forcePathStyle(options.pathStyle())
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(timeouts.whole()))
            .httpClient(http);
    options.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
    this.publicObjects =
        options.credentials() instanceof AnonymousCredentialsProvider
            ? Optional.of(new S3PublicObjects(http, root(), timeouts.whole()))
            : Optional.empty();
  }

  /** Where objects lie, as the SDK makes it of region, endpoint and style. */
  URI root() {
    String key = place.prefix() + ".";
    URI url =
        URI.create(
            client
                .utilities()
                .getUrl(object -> object.bucket(place.bucket()).key(key))
                .toExternalForm());
    return url.resolve(".");
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    if (publicObjects.isPresent()) {
      return publicObjects.get().get(shown(key), key, maxBytes);
    }
    try {
      return Optional.of(
          client.getObject(
              request ->
                  request
                      .bucket(place.bucket())
                      .key(place.prefix() + key)
                      .checksumMode(ChecksumMode.ENABLED),
              (answer, body) -> read(key, answer, body, maxBytes)));
    } catch (SdkException e) {
      if (S3Faults.isAbsent(e)) {
        return Optional.empty();
      }
      throw S3Faults.of(shown(key), e);
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    try {
      client.headObject(request -> request.bucket(place.bucket()).key(place.prefix() + key));
      return true;
    } catch (SdkException e) {
      if (S3Faults.isAbsent(e)) {
        return false;
      }
      throw S3Faults.of(shown(key), e);
    }
  }

  @Override
  public boolean canList() {
    return true;
  }

  @Override
  public List<ListedName> listing(String folder, String after, int limit) throws IOException {
    String root = place.prefix() + folder;
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(place.bucket()).prefix(root).delimiter("/");
    if (!after.isEmpty()) {
      request.startAfter(root + after);
    }
    try {
      List<ListedName> names = new ArrayList<>();
      boolean more = true;
      while (more && names.size() < limit) {
        // One more: a folder that the listing is to start after may be listed once more.
        int page = Math.min(limit - names.size() + 1, LARGEST_PAGE);
        ListObjectsV2Response answer = client.listObjectsV2(request.maxKeys(page).build());
        names.addAll(namesOf(answer, root.length(), after));
        more = Boolean.TRUE.equals(answer.isTruncated());
        request.continuationToken(answer.nextContinuationToken());
      }
      return names.size() > limit ? names.subList(0, limit) : names;
    } catch (SdkException e) {
      throw S3Faults.of(shown(folder), e);
    }
  }

  @Override
  public String description() {
    return "s3://" + place;
  }

  @Override
  public String access() throws IOException {
    try {
      String key = credentials.resolveCredentials().accessKeyId();
      return (key == null
              ? "by unsigned requests, as a public bucket"
              : "by requests signed with the key ..."
                  + key.substring(Math.max(0, key.length() - 4)))
          + ", in the region "
          + region;
    } catch (SdkException e) {
      throw S3Faults.of(description(), e);
    }
  }

  @Override
  public void close() {
    publicObjects.ifPresent(S3PublicObjects::close);
    client.close();
    http.close();
  }

  private StoredObject read(
      String key, GetObjectResponse answer, AbortableInputStream body, long maxBytes)
      throws IOException {
    Long length = answer.contentLength();
    byte[] bytes =
        S3PublicObjects.readOrAbort(body, shown(key), length == null ? -1 : length, maxBytes);
    Instant written = answer.lastModified();
    return new StoredObject(bytes, written == null ? Instant.EPOCH : written);
  }

  /** A page's objects and folders, which come apart, in one order. */
  private static List<ListedName> namesOf(ListObjectsV2Response answer, int root, String after) {
    List<ListedName> names = new ArrayList<>();
    for (S3Object object : answer.contents()) {
      names.add(ListedName.of(object.key().substring(root), object.size()));
    }
    for (CommonPrefix folder : answer.commonPrefixes()) {
      names.add(new ListedName(folder.prefix().substring(root), ListedName.NO_SIZE));
    }
    // A folder may have an object of its own, of no name.
    names.removeIf(listed -> listed.name().isEmpty() || listed.name().equals(after));
    names.sort(ListedName.ORDER);
    return names;
  }

  private String shown(String key) {
    return description() + key;
  }
}
