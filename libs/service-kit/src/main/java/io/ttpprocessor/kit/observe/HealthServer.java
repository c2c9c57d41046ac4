package io.ttpprocessor.kit.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /health} as JSON: {@code
 * {"status":"healthy|degraded|unhealthy","service":"…","metrics":{…}}}. The HTTP status is 503 when
 * unhealthy and 200 otherwise; other paths answer 404 and other methods 405.
 */
public final class HealthServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/health";

  private final String service;
  private final HealthReport report;
  private final HttpServer server;
  private final ExecutorService executor;

  private HealthServer(String service, HealthReport report, HttpServer server) {
    this.service = service;
    this.report = report;
    this.server = server;
    this.executor = Executors.newFixedThreadPool(2, HealthServer::daemon);
  }

  /**
   * Starts serving on {@code bind:port}; port 0 takes any free one.
   *
   * @throws IOException when it cannot listen there; the message names address and port
   */
  public static HealthServer start(String bind, int port, String service, HealthReport report)
      throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(bind, port), 0);
    } catch (IOException e) {
      throw new IOException("cannot serve health on " + bind + ":" + port, e);
    }
    HealthServer server = new HealthServer(service, report, http);
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
    executor.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!PATH.equals(exchange.getRequestURI().getPath())) {
        respond(exchange, 404, Map.of("error", "not found; the path is " + PATH));
      } else if (!"GET".equals(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET");
        respond(exchange, 405, Map.of("error", "only GET is served here"));
      } else {
        respondWithHealth(exchange);
      }
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
    byte[] json = json(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  private static byte[] json(Map<String, Object> body) throws JsonProcessingException {
    return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "health");
    thread.setDaemon(true);
    return thread;
  }
}
