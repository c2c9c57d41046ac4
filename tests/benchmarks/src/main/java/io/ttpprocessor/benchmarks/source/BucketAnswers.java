package io.ttpprocessor.benchmarks.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a bucket over a folder answers: of the API of S3 as much as reading takes (GetObject,
 * HeadObject, ListObjectsV2 of one page). Objects are mapped, once, and sent from where they lie.
 * For one thread.
 */
final class BucketAnswers {
  private static final int MOST_KEYS = 1_000;
  private static final String FOUND = "200 OK";

  private final String bucket;
  private final Path folder;
  private final Map<String, ByteBuffer[]> objects = new HashMap<>();

  BucketAnswers(String bucket, Path folder) {
    this.bucket = bucket;
    this.folder = folder;
  }

  /**
   * An answer's head and body, which are the caller's to read.
   *
   * @param requestLine such as {@code GET /bucket/key HTTP/1.1}
   */
  ByteBuffer[] to(String requestLine) throws IOException {
    String[] parts = requestLine.split(" ");
    String path = parts[1].split("\\?")[0].substring(bucket.length() + 1);
    ByteBuffer[] answer;
    try {
      answer =
          path.isEmpty() || path.equals("/")
              ? answer(FOUND, list(parameters(parts[1])))
              : object(path.substring(1));
    } catch (NoSuchFileException e) {
      answer = answer("404 Not Found", xml("<Error><Code>NoSuchKey</Code></Error>"));
    }
    ByteBuffer body = parts[0].equals("HEAD") ? ByteBuffer.allocate(0) : answer[1].duplicate();
    return new ByteBuffer[] {answer[0].duplicate(), body};
  }

  private ByteBuffer[] object(String key) throws IOException {
    ByteBuffer[] known = objects.get(key);
    if (known == null) {
      try (FileChannel file = FileChannel.open(folder.resolve(key))) {
        known = answer(FOUND, file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
      }
      objects.put(key, known);
    }
    return known;
  }

  private static ByteBuffer[] answer(String status, ByteBuffer body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nLast-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: "
            + body.remaining()
            + "\r\n\r\n";
    return new ByteBuffer[] {StandardCharsets.US_ASCII.encode(head), body};
  }

  private ByteBuffer list(Map<String, String> parameters) throws IOException {
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

  private static ByteBuffer xml(String content) {
    return StandardCharsets.UTF_8.encode("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content);
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
