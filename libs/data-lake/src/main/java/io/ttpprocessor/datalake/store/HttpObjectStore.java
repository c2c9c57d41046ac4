package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Objects beneath a base URL, fetched by GET. A plain server has no listing: whether an object is
 * there is asked by HEAD, and the newest one is found by asking for computed keys (see {@code
 * ProbedTip} in the package above). Redirects are not followed: a lake lies where its settings say.
 */
public final class HttpObjectStore implements ObjectStore {
  private static final int CONNECTIONS = 128;

  private final HttpUrl base;
  private final boolean forbiddenIsAbsent;
  private final OkHttpClient client;

  /**
   * A store beneath a URL.
   *
   * @param base http or https, ending with {@code /}, without a query; user name and password in it
   *     are sent as basic authorization
   * @param forbiddenIsAbsent whether 403 means that there is no such object, as it does for buckets
   *     served without the right to list them
   * @throws IllegalArgumentException when it is no such URL
   */
  public HttpObjectStore(String base, boolean forbiddenIsAbsent, StoreTimeouts timeouts) {
    HttpUrl url = HttpUrl.parse(base);
    if (url == null || url.query() != null || url.fragment() != null || !base.endsWith("/")) {
      throw new IllegalArgumentException("not an http or https URL that objects lie beneath");
    }
    this.base = url;
    this.forbiddenIsAbsent = forbiddenIsAbsent;
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(timeouts.connect())
            .readTimeout(timeouts.silence())
            .callTimeout(timeouts.whole())
            .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    // Else the client asks for gzip by itself, and the stated length is not the object's.
    Request request = request(key).header("Accept-Encoding", "identity").build();
    try (Response response = client.newCall(request).execute()) {
      if (!isThere(request, response)) {
        return Optional.empty();
      }
      if (response.code() != 200) {
        throw HttpFaults.of(shown(request), response.code(), response.message(), null);
      }
      ResponseBody body = response.body();
      byte[] bytes =
          ObjectBody.read(body.byteStream(), shown(request), body.contentLength(), maxBytes);
      return Optional.of(
          new StoredObject(bytes, HttpFaults.instant(response.header("Last-Modified"))));
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    Request request = request(key).head().build();
    try (Response response = client.newCall(request).execute()) {
      return isThere(request, response);
    }
  }

  @Override
  public boolean canList() {
    return false;
  }

  @Override
  public List<ListedName> listing(String folder, String after, int limit) {
    throw new UnsupportedOperationException("a plain HTTP server does not list its objects");
  }

  @Override
  public String description() {
    return shown(base);
  }

  @Override
  public String access() {
    return base.username().isEmpty() ? "without authorization" : "by basic authorization";
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdownNow();
    client.connectionPool().evictAll();
  }

  private Request.Builder request(String key) {
    Request.Builder request =
        new Request.Builder().url(base.newBuilder().addPathSegments(key).build());
    return base.username().isEmpty()
        ? request
        : request.header("Authorization", Credentials.basic(base.username(), base.password()));
  }

  private boolean isThere(Request request, Response response) throws StoreException {
    int status = response.code();
    if (HttpFaults.isAbsent(status) || (status == 403 && forbiddenIsAbsent)) {
      return false;
    }
    if (response.isSuccessful()) {
      return true;
    }
    throw HttpFaults.of(
        shown(request), status, advice(status, response), response.header("Retry-After"));
  }

  private static String advice(int status, Response response) {
    String location = response.header("Location");
    if (status >= 300 && status < 400 && location != null) {
      HttpUrl target = response.request().url().resolve(location);
      // Without its query, which may be a signature.
      return "redirects are not followed; this one leads to "
          + (target == null ? "no URL" : shown(target.newBuilder().query(null).build()));
    }
    if (status == 403) {
      return "access denied; HTTP_403_IS_MISSING=true when it answers so for absent objects";
    }
    return response.message();
  }

  private static String shown(Request request) {
    return shown(request.url());
  }

  /** The URL without user name and password. */
  private static String shown(HttpUrl url) {
    return url.newBuilder().username("").password("").build().toString();
  }
}
