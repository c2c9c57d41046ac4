package io.ttpprocessor.datalake.store;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.gax.paging.Page;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.services.storage.Storage.Objects;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.spi.v1.HttpStorageRpc;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects beneath a folder of a bucket of Google Cloud Storage, by google-cloud-storage over its
 * JSON API. An object is fetched by one request, as it is stored, and checked against the checksum
 * that comes with it; nothing is retried, and no redirect followed. Of the timeouts its client
 * knows those for a connection and for silence, none for an answer as a whole.
 *
 * <p>An object's content is asked of the API's client that google-cloud-storage is set upon: its
 * own readers show neither the size nor the date that come with the content, and by themselves go
 * on with a body that breaks off.
 */
public final class GcsObjectStore implements ObjectStore {
  private static final int CONNECTIONS = 128;
  private static final int LARGEST_PAGE = 1_000;

  private final BucketPath place;
  private final Optional<Credentials> credentials;
  private final HttpTransport http;
  private final Storage storage;
  private final Objects contents;

  /** Opens a client; no request is made yet. */
  public GcsObjectStore(GcsOptions options) {
    this.place = options.place();
    this.credentials = options.credentials();
    this.http =
        new ApacheHttpTransport(
            ApacheHttpTransport.newDefaultHttpClientBuilder()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .disableContentCompression()
                .build());
    StorageOptions.Builder builder =
        StorageOptions.http()
            // Reading needs none; left out, the machine's metadata server would be asked for it.
            .setProjectId("ttp-processor")
            .setCredentials(credentials.orElseGet(NoCredentials::getInstance))
            // An environment variable would turn them on, and they are not in the jar.
            .setEnableOtelMetrics(false)
            .setEnableOtelDebugMetrics(false)
            .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
            .setTransportOptions(new GcsTransport(http, options.timeouts()));
    options.endpoint().ifPresent(endpoint -> builder.setHost(endpoint.toString()));
    StorageOptions client = builder.build();
    this.storage = client.getService();
    this.contents = ((HttpStorageRpc) client.getRpc()).getStorage().objects();
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    Objects.Get get = contents.get(place.bucket(), place.prefix() + key);
    get.setReturnRawInputStream(true);
    HttpResponse answer;
    try {
      answer = get.executeMedia();
    } catch (HttpResponseException e) {
      if (HttpFaults.isAbsent(e.getStatusCode())) {
        return Optional.empty();
      }
      throw refusal(key, e);
    }
    try {
      return Optional.of(read(key, answer, maxBytes));
    } finally {
      answer.disconnect();
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    try {
      return storage.get(place.bucket(), place.prefix() + key, BlobGetOption.fields(BlobField.NAME))
          != null;
    } catch (StorageException e) {
      if (HttpFaults.isAbsent(e.getCode())) {
        return false;
      }
      throw failure(key, e);
    }
  }

  @Override
  public boolean canList() {
    return true;
  }

  @Override
  public List<ListedName> listing(String folder, String after, int limit) throws IOException {
    String root = place.prefix() + folder;
    // One more: the offset itself is listed too.
    int pageSize = Math.min(limit, LARGEST_PAGE - 1) + 1;
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(root));
    options.add(BlobListOption.delimiter("/"));
    options.add(BlobListOption.pageSize(pageSize));
    options.add(BlobListOption.fields(BlobField.NAME, BlobField.SIZE));
    if (!after.isEmpty()) {
      options.add(BlobListOption.startOffset(root + after));
    }
    try {
      List<ListedName> names = new ArrayList<>();
      Page<Blob> page = storage.list(place.bucket(), options.toArray(new BlobListOption[0]));
      names.addAll(namesOf(page, root.length(), after));
      while (names.size() < limit && page.hasNextPage()) {
        page = page.getNextPage();
        names.addAll(namesOf(page, root.length(), after));
      }
      return names.size() > limit ? names.subList(0, limit) : names;
    } catch (StorageException e) {
      throw failure(folder, e);
    }
  }

  @Override
  public String description() {
    return "gs://" + place;
  }

  @Override
  public String access() throws IOException {
    if (credentials.isEmpty()) {
      return "without credentials, as a public bucket";
    }
    // Fetches a token where none is at hand.
    credentials.get().getRequestMetadata();
    return "with a token of " + credentials.get().getClass().getSimpleName();
  }

  @Override
  public void close() {
    try {
      http.shutdown();
    } catch (IOException e) {
      throw new IllegalStateException("the HTTP client of " + description() + " stays open", e);
    }
  }

  private StoredObject read(String key, HttpResponse answer, long maxBytes) throws IOException {
    HttpHeaders headers = answer.getHeaders();
    Long length = headers.getContentLength();
    InputStream body = answer.getContent();
    byte[] bytes =
        ObjectBody.read(
            body == null ? InputStream.nullInputStream() : body,
            shown(key),
            length == null ? -1 : length,
            maxBytes);
    GcsChecksum.check(shown(key), headers, bytes);
    return new StoredObject(bytes, HttpFaults.instant(headers.getLastModified()));
  }

  private StoreException failure(String key, StorageException failure) throws IOException {
    Optional<HttpResponseException> answer = GcsFaults.answer(failure);
    return answer.isPresent()
        ? refusal(key, answer.get())
        : StoreException.passing(shown(key) + ": " + failure.getMessage(), failure);
  }

  private StoreException refusal(String key, HttpResponseException answer) throws IOException {
    if (answer.getStatusCode() == 401 && credentials.isPresent()) {
      // Withdrawn before its time: the next try shall come with a new one.
      credentials.get().refresh();
      return StoreException.passing(
          shown(key) + ": the store answered 401; the access token has been renewed",
          Optional.empty());
    }
    return GcsFaults.of(shown(key), answer);
  }

  /** A page's objects and folders, which come apart, in one order. */
  private static List<ListedName> namesOf(Page<Blob> page, int root, String after) {
    List<ListedName> names = new ArrayList<>();
    for (Blob object : page.getValues()) {
      Long size = object.isDirectory() ? null : object.getSize();
      names.add(ListedName.of(object.getName().substring(root), size));
    }
    names.removeIf(listed -> listed.name().isEmpty() || listed.name().equals(after));
    names.sort(ListedName.ORDER);
    return names;
  }

  private String shown(String key) {
    return description() + key;
  }
}
