package io.ttpprocessor.datalake.store;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;

/**
 * How Google's client sends a request: once. What its own options leave to the library's habits is
 * set here: no redirect is followed, and no request repeated with another token.
 */
final class GcsTransport extends HttpTransportOptions {
  private static final long serialVersionUID = 1L;

  /**
   * Options for every request of a client.
   *
   * @param http shared by all of them; the caller ends it
   */
  GcsTransport(HttpTransport http, StoreTimeouts timeouts) {
    super(
        newBuilder()
            .setHttpTransportFactory(() -> http)
            .setConnectTimeout((int) timeouts.connect().toMillis())
            .setReadTimeout((int) timeouts.silence().toMillis()));
  }

  @Override
  public HttpRequestInitializer getHttpRequestInitializer(ServiceOptions<?, ?> service) {
    HttpRequestInitializer usual = super.getHttpRequestInitializer(service);
    return request -> {
      usual.initialize(request);
      // The credentials' own handler asks again; a token that is refused is a fault to report.
      request.setUnsuccessfulResponseHandler(null);
      request.setNumberOfRetries(0);
      request.setFollowRedirects(false);
    };
  }
}
