package io.ttpprocessor.kit.config;

/**
 * Where a server listens, as a client names it.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

  /** Refuses a blank host and a port that no client can connect to. */
  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is blank");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 1..65535");
    }
  }

  /**
   * The endpoint that {@code host:port} names.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Endpoint parse(String text) {
    return Values.endpoint(text);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
