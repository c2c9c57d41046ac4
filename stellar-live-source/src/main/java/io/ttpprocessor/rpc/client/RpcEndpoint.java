package io.ttpprocessor.rpc.client;

import okhttp3.HttpUrl;

/** Where an RPC server is reached. Its text form leaves out what may be a key. */
public final class RpcEndpoint {
  private final HttpUrl url;

  private RpcEndpoint(HttpUrl url) {
    this.url = url;
  }

  /**
   * Reads an http or https URL.
   *
   * @throws IllegalArgumentException when it is none; the message does not show it
   */
  public static RpcEndpoint parse(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      throw new IllegalArgumentException("is no http or https URL");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IllegalArgumentException(
          "has a user or password in it, which belong into RPC_AUTH_HEADER");
    }
    return new RpcEndpoint(url);
  }

  /** Whether it is https. */
  public boolean isEncrypted() {
    return url.isHttps();
  }

  /** The host's name or address. */
  public String host() {
    return url.host();
  }

  HttpUrl url() {
    return url;
  }

  /** Scheme, host and port; path and query, which may hold a key, as an ellipsis. */
  @Override
  public String toString() {
    String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    boolean isRoot = url.encodedPath().equals("/") && url.encodedQuery() == null;
    return url.scheme() + "://" + host + ":" + url.port() + (isRoot ? "" : "/...");
  }
}
