package io.ttpprocessor.datalake.store;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageRequest;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.http.impl.client.HttpClientBuilder;

/**
 * Objects beneath a folder of a bucket of Google Cloud Storage, by its JSON API over HTTP. An
 * object is fetched by one request, as it is stored, and checked against the checksum that comes
 * with it; nothing is retried, and no redirect followed. Of the timeouts its client knows those for
 * a connection and for silence, none for an answer as a whole.
 *
 * <p>Google's client of the API itself is used, not the {@code google-cloud-storage} that is built
 * on it: that one reads objects by way of its own retries, with neither size nor checksum to be
 * seen, and brings gRPC along.
 */
public final class GcsObjectStore implements ObjectStore {
  private static final int CONNECTIONS = 128;
  private static final int LARGEST_PAGE = 1_000;

  private final BucketPath place;
  private final Optional<Credentials> credentials;
  private final HttpTransport transport;
  private final Storage storage;

  /** Opens a client; no request is made yet. */
  public GcsObjectStore(GcsOptions options) {
    this.place = options.place();
    this.credentials = options.credentials();
    HttpClientBuilder http =
        ApacheHttpTransport.newDefaultHttpClientBuilder()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .disableContentCompression();
    this.transport = new ApacheHttpTransport(http.build());
    Storage.Builder builder =
        new Storage.Builder(transport, GsonFactory.getDefaultInstance(), initializer(options))
            .setApplicationName("ttp-processor");
    options.endpoint().ifPresent(endpoint -> builder.setRootUrl(endpoint + "/"));
    this.storage = builder.build();
  }

  private static HttpRequestInitializer initializer(GcsOptions options) {
    Optional<Credentials> credentials = options.credentials();
    Optional<HttpCredentialsAdapter> adapter = credentials.map(HttpCredentialsAdapter::new);
    StoreTimeouts timeouts = options.timeouts();
    return request -> {
      if (adapter.isPresent()) {
        adapter.get().initialize(request);
        // The adapter is a back-off handler as well; a token that is refused is a fault to report.
        request.setUnsuccessfulResponseHandler(null);
      }
      request.setConnectTimeout((int) timeouts.connect().toMillis());
      request.setReadTimeout((int) timeouts.silence().toMillis());
      request.setNumberOfRetries(0);
      request.setFollowRedirects(false);
      request.setThrowExceptionOnExecuteError(false);
      request.setResponseReturnRawInputStream(true);
    };
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    Storage.Objects.Get get = storage.objects().get(place.bucket(), place.prefix() + key);
    get.setAlt("media");
    HttpResponse answer = execute(get);
    try {
      if (!isThere(key, answer)) {
        return Optional.empty();
      }
      Long length = answer.getHeaders().getContentLength();
      InputStream body = answer.getContent();
      byte[] bytes =
          ObjectBody.read(
              body == null ? InputStream.nullInputStream() : body,
              shown(key),
              length == null ? -1 : length,
              maxBytes);
      GcsChecksum.check(shown(key), answer.getHeaders(), bytes);
      return Optional.of(
          new StoredObject(bytes, HttpFaults.instant(answer.getHeaders().getLastModified())));
    } finally {
      answer.disconnect();
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    HttpResponse answer =
        execute(storage.objects().get(place.bucket(), place.prefix() + key).setFields("name"));
    try {
      return isThere(key, answer);
    } finally {
      answer.disconnect();
    }
  }

  @Override
  public boolean canList() {
    return true;
  }

  @Override
  public List<String> list(String folder, String after, int limit) throws IOException {
    String root = place.prefix() + folder;
    Storage.Objects.List request =
        storage
            .objects()
            .list(place.bucket())
            .setPrefix(root)
            .setDelimiter("/")
            .setFields("items/name,prefixes,nextPageToken");
    if (!after.isEmpty()) {
      request.setStartOffset(root + after);
    }
    List<String> names = new ArrayList<>();
    boolean more = true;
    while (more && names.size() < limit) {
      // One more: the offset itself is listed too.
      request.setMaxResults((long) Math.min(limit - names.size() + 1, LARGEST_PAGE));
      Objects page = page(request, folder);
      names.addAll(namesOf(page, root.length(), after));
      request.setPageToken(page.getNextPageToken());
      more = page.getNextPageToken() != null;
    }
    return names.size() > limit ? names.subList(0, limit) : names;
  }

  @Override
  public String description() {
    return "gs://" + place;
  }

  @Override
  public void close() {
    try {
      transport.shutdown();
    } catch (IOException e) {
      throw new IllegalStateException("the HTTP client of " + description() + " stays open", e);
    }
  }

  private Objects page(Storage.Objects.List request, String folder) throws IOException {
    HttpResponse answer = execute(request);
    try {
      if (!answer.isSuccessStatusCode()) {
        throw refusal(folder, answer);
      }
      return answer.parseAs(Objects.class);
    } finally {
      answer.disconnect();
    }
  }

  private static HttpResponse execute(StorageRequest<?> request) throws IOException {
    return request.buildHttpRequest().execute();
  }

  private boolean isThere(String key, HttpResponse answer) throws IOException {
    if (answer.isSuccessStatusCode()) {
      return true;
    }
    if (HttpFaults.isAbsent(answer.getStatusCode())) {
      return false;
    }
    throw refusal(key, answer);
  }

  private StoreException refusal(String key, HttpResponse answer) throws IOException {
    int status = answer.getStatusCode();
    if (status == 401 && credentials.isPresent()) {
      // Withdrawn before its time: the next try shall come with a new one.
      credentials.get().refresh();
      return StoreException.passing(
          shown(key) + ": the store answered 401; the access token has been renewed",
          Optional.empty());
    }
    return HttpFaults.of(
        shown(key), status, advice(status, answer), answer.getHeaders().getRetryAfter());
  }

  private static String advice(int status, HttpResponse answer) {
    if (status == 401 || status == 403) {
      return "access denied; check the credentials (storage.objects.get and .list),"
          + " or GCS_ANONYMOUS";
    }
    if (status == 404) {
      return "check BUCKET_NAME";
    }
    return answer.getStatusMessage() == null ? "" : answer.getStatusMessage();
  }

  private static List<String> namesOf(Objects page, int root, String after) {
    List<String> names = new ArrayList<>();
    if (page.getItems() != null) {
      for (StorageObject object : page.getItems()) {
        names.add(object.getName().substring(root));
      }
    }
    if (page.getPrefixes() != null) {
      page.getPrefixes().forEach(folder -> names.add(folder.substring(root)));
    }
    names.removeIf(name -> name.isEmpty() || name.equals(after));
    Collections.sort(names);
    return names;
  }

  private String shown(String key) {
    return description() + key;
  }
}
