package io.ttpprocessor.kit.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /health} as JSON: {@code
 * {"status":"healthy|degraded|unhealthy","service":"…","metrics":{…}}}. The HTTP status is 503 when
 * unhealthy and 200 otherwise. {@code /health/ready} is the same for whoever asks whether it does
 * its work; {@code /health/live} answers 200 while the process does anything at all, for whoever
 * would restart it; {@code /metrics} is for Prometheus. A service may {@link #serve} further paths.
 * Others answer 404, and methods other than GET and HEAD 405.
 */
public final class HealthServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THREADS = 16;

  static {
    // The JDK's server reads these once; without them a client that stops half-way keeps a thread.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
  }

  private static final String HEALTH = "/health";
  private static final String READY = "/health/ready";
  private static final String LIVE = "/health/live";
  private static final String METRICS = "/metrics";
  private static final String HEAD = "HEAD";
  private static final Set<String> READING = Set.of("GET", HEAD);
  private static final int NO_BODY = -1;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final String service;
  private final HealthReport report;
  private final Meters meters;
  private final HttpServer server;
  private final ExecutorService executor;
  private final ConcurrentNavigableMap<String, HttpHandler> handlers =
      new ConcurrentSkipListMap<>();

  private HealthServer(String service, HealthReport report, Meters meters, HttpServer server) {
    this.service = service;
    this.report = report;
    this.meters = meters;
    this.server = server;
    this.executor = Executors.newFixedThreadPool(THREADS, HealthServer::daemon);
    serve(HEALTH, closing(this::respondWithHealth));
    serve(READY, closing(this::respondWithHealth));
    serve(
        LIVE,
        closing(exchange -> respond(exchange, 200, Map.of("status", "live", "service", service))));
    serve(METRICS, closing(exchange -> respond(exchange, 200, PROMETHEUS_TEXT, meters.scrape())));
  }

  /**
   * Starts serving on {@code bind:port}; port 0 takes any free one.
   *
   * @throws IOException when it cannot listen there; the message names address and port
   */
  public static HealthServer start(String bind, int port, String service, HealthReport report)
      throws IOException {
    return start(bind, port, service, report, new Meters(report));
  }

  /**
   * The same with meters of the service's own, which end with it.
   *
   * @throws IOException when it cannot listen there; the message names address and port
   */
  public static HealthServer start(
      String bind, int port, String service, HealthReport report, Meters meters)
      throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(bind, port), 0);
    } catch (IOException e) {
      throw new IOException("cannot serve health on " + bind + ":" + port, e);
    }
    HealthServer server = new HealthServer(service, report, meters, http);
    http.createContext("/", server::answer);
    http.setExecutor(server.executor);
    http.start();
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    meters.close();
    executor.shutdownNow();
  }

  /**
   * Serves a further path from now on, by GET and HEAD.
   *
   * @param path the path itself or, where it ends with a slash, what all of its paths begin with
   * @param handler called by one of a few threads, which health needs as well: what takes long must
   *     return and answer from a thread of its own. Closes the exchange, then or later.
   */
  public void serve(String path, HttpHandler handler) {
    handlers.put(path, handler);
  }

  private static HttpHandler closing(HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        handler.handle(exchange);
      }
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    HttpHandler handler = handler(exchange.getRequestURI().getPath());
    if (handler == null) {
      String paths = String.join(", ", handlers.keySet());
      refuse(exchange, 404, "not found; the paths are " + paths);
    } else if (!READING.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      refuse(exchange, 405, "only GET and HEAD are served here");
    } else {
      handler.handle(exchange);
    }
  }

  /** A slash at a path's end means nothing. Null: nobody serves it. */
  private HttpHandler handler(String path) {
    HttpHandler exact = handlers.get(path.replaceFirst("(?<=.)/$", ""));
    if (exact != null) {
      return exact;
    }
    // Of prefixes of the path, the longest is the last one.
    return handlers.headMap(path, true).descendingMap().entrySet().stream()
        .filter(entry -> entry.getKey().length() > 1 && entry.getKey().endsWith("/"))
        .filter(entry -> path.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static void refuse(HttpExchange exchange, int status, String error) throws IOException {
    try (exchange) {
      respond(exchange, status, Map.of("error", error));
    }
  }

  private void respondWithHealth(HttpExchange exchange) throws IOException {
    Health health;
    try {
      health = report.snapshot();
    } catch (RuntimeException e) {
      log.error("The health report failed", e);
      health = new Health(HealthStatus.UNHEALTHY, Map.of("error", "the health report failed"));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", health.status().text());
    body.put("service", service);
    body.put("metrics", health.metrics());
    respond(exchange, health.status() == HealthStatus.UNHEALTHY ? 503 : 200, body);
  }

  private static void respond(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    respond(exchange, status, "application/json", JSON.writeValueAsString(body));
  }

  private static void respond(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (HEAD.equals(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "health");
    thread.setDaemon(true);
    return thread;
  }
}
