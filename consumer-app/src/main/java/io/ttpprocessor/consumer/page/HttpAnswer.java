package io.ttpprocessor.consumer.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Answers as the page gives them: what a browser may do with each is said with it. */
final class HttpAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;

  /** What this machine calls itself; a name of somebody's domain is none of these. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  /** Nothing but what this server sends is run, shown or asked for. */
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " object-src 'none'";

  private HttpAnswer() {}

  /** Says what is sent, and for how long a browser may keep it. */
  static void head(HttpExchange exchange, String type, String cacheControl) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", cacheControl);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Sends bytes whose head is set, and ends the exchange. */
  static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    try (exchange) {
      if (isHead(exchange)) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
        exchange.sendResponseHeaders(status, NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? NO_BODY : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Sends data, which no cache may keep, and ends the exchange. */
  static void json(HttpExchange exchange, int status, Object value) throws IOException {
    head(exchange, "application/json", "no-store");
    send(exchange, status, JSON.writeValueAsBytes(value));
  }

  /** Refuses in words, and ends the exchange. */
  static void error(HttpExchange exchange, int status, String words) throws IOException {
    json(exchange, status, Map.of("error", words));
  }

  /** The value as one line of JSON. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalStateException("maps of texts and numbers are always JSON", e);
    }
  }

  static boolean isHead(HttpExchange exchange) {
    return "HEAD".equals(exchange.getRequestMethod());
  }

  /**
   * Refuses what a page of another origin asks, by a browser of who looks at it: a page that says
   * so, or one whose name leads to this machine's own address (DNS rebinding), as only its host
   * tells. Returns whether it did.
   */
  static boolean refusedForeign(HttpExchange exchange) throws IOException {
    String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
    if ("cross-site".equals(site) || "same-site".equals(site)) {
      error(exchange, 403, "only the page itself is served here");
      return true;
    }
    String host = exchange.getRequestHeaders().getFirst("Host");
    boolean another =
        exchange.getLocalAddress().getAddress().isLoopbackAddress()
            && host != null
            && !THIS_MACHINE.matcher(host).matches();
    if (another) {
      error(
          exchange,
          403,
          "on the loopback address only localhost is answered; a proxy has to send Host:"
              + " localhost");
    }
    return another;
  }
}
