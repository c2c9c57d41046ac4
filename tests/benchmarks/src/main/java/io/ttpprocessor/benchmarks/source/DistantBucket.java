package io.ttpprocessor.benchmarks.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of a lake as a bucket of S3 that is a while away: of the API as much as reading takes
 * (GetObject, HeadObject, ListObjectsV2 of one page), each request answered after a delay. It does
 * as little as it can, from memory after the first time: in truth its work is done elsewhere.
 */
public final class DistantBucket implements AutoCloseable {
  /** The bucket's name. */
  static final String BUCKET = "lake";

  private static final int MOST_KEYS = 1_000;
  private static final int REQUEST_BYTES = 4 << 10;

  private final ServerSocket server;
  private final Path folder;
  private final Duration delay;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  /** A server that listens from now on. */
  DistantBucket(int port, Path folder, Duration delay) throws IOException {
    this.server = new ServerSocket(port, REQUEST_BYTES, InetAddress.getLoopbackAddress());
    this.folder = folder;
    this.delay = delay;
    start(this::accept);
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port, the lake's folder and the delay in milliseconds
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration delay = Duration.ofMillis(Long.parseLong(arguments[2]));
    try (DistantBucket bucket =
        new DistantBucket(Integer.parseInt(arguments[0]), Path.of(arguments[1]), delay)) {
      System.out.println("Bucket " + BUCKET + " on port " + bucket.port());
      Thread.currentThread().join();
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "bucket");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        start(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** The requests of one connection, which have no bodies. */
  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII),
              REQUEST_BYTES);
      OutputStream out = client.getOutputStream();
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        while (!in.readLine().isEmpty()) {
          continue;
        }
        Thread.sleep(delay.toMillis());
        String[] parts = request.split(" ");
        answer(out, parts[0].equals("HEAD"), parts[1]);
      }
    } catch (IOException e) {
      // The client has left, as it does in the end.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(OutputStream out, boolean isHead, String target) throws IOException {
    String path = target.split("\\?")[0].substring(BUCKET.length() + 1).replaceFirst("^/", "");
    String status = "200 OK";
    byte[] body;
    try {
      body = path.isEmpty() ? list(parameters(target)) : object(path);
    } catch (NoSuchFileException e) {
      status = "404 Not Found";
      body = xml("<Error><Code>NoSuchKey</Code></Error>");
    }
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nLast-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!isHead) {
      out.write(body);
    }
  }

  private byte[] object(String key) throws IOException {
    byte[] known = objects.get(key);
    if (known == null) {
      known = Files.readAllBytes(folder.resolve(key));
      objects.put(key, known);
    }
    return known;
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

  private static Map<String, String> parameters(String target) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
