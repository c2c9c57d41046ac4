package io.ttpprocessor.benchmarks.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of a lake as a bucket of S3 that is a while away: of the API as much as reading takes
 * (GetObject, HeadObject, ListObjectsV2 of one page), each request answered after a delay.
 */
public final class DistantBucket {
  /** The bucket's name. */
  static final String BUCKET = "lake";

  private static final int MOST_KEYS = 1_000;

  private final Path folder;
  private final Duration delay;

  private DistantBucket(Path folder, Duration delay) {
    this.folder = folder;
    this.delay = delay;
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port, the lake's folder and the delay in milliseconds
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    start(
        Integer.parseInt(arguments[0]),
        Path.of(arguments[1]),
        Duration.ofMillis(Long.parseLong(arguments[2])));
    new CountDownLatch(1).await();
  }

  /** A server that has started; the caller stops it. */
  static HttpServer start(int port, Path folder, Duration delay) throws IOException {
    // Else each answer waits for the client to acknowledge its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "bucket");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/" + BUCKET, new DistantBucket(folder, delay)::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(delay.toMillis());
      URI request = exchange.getRequestURI();
      String key = request.getPath().substring(BUCKET.length() + 1).replaceFirst("^/", "");
      if (key.isEmpty()) {
        send(exchange, 200, list(parameters(request)));
      } else {
        sendObject(exchange, key);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendObject(HttpExchange exchange, String key) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(key));
      exchange.getResponseHeaders().set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
      send(exchange, 200, bytes);
    } catch (NoSuchFileException e) {
      send(exchange, 404, xml("<Error><Code>NoSuchKey</Code></Error>"));
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    if (!isHead) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private byte[] list(Map<String, String> parameters) throws IOException {
    String prefix = parameters.getOrDefault("prefix", "");
    String after = parameters.getOrDefault("start-after", "");
    int limit = Integer.parseInt(parameters.getOrDefault("max-keys", "" + MOST_KEYS));
    List<String> keys;
    try (Stream<Path> entries = Files.list(folder.resolve(prefix))) {
      keys =
          entries
              .map(path -> prefix + path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
              .filter(key -> key.compareTo(after) > 0)
              .sorted()
              .limit(limit)
              .collect(Collectors.toList());
    } catch (NoSuchFileException e) {
      keys = List.of();
    }
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (String key : keys) {
      xml.append(
          key.endsWith("/")
              ? "<CommonPrefixes><Prefix>" + key + "</Prefix></CommonPrefixes>"
              : "<Contents><Key>" + key + "</Key><Size>1</Size></Contents>");
    }
    return xml(xml.append("</ListBucketResult>").toString());
  }

  private static byte[] xml(String content) {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> parameters(URI request) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : request.getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
