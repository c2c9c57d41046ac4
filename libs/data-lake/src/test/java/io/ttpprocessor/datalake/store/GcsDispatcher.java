package io.ttpprocessor.datalake.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;

/**
 * The part of Google Cloud Storage's JSON API that lakes and outputs need, over a folder whose
 * folders are buckets: objects.get, with and without its content, objects.list with prefix,
 * delimiter, startOffset (inclusive), maxResults and pageToken, objects.delete, and uploads.
 */
final class GcsDispatcher extends Dispatcher {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int USUAL_PAGE = 1_000;

  private final Path root;
  private final GcsUploads uploads = new GcsUploads();

  GcsDispatcher(Path root) {
    this.root = root;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    List<String> path = request.getUrl().pathSegments();
    int start = List.of("download", "upload").contains(path.get(0)) ? 1 : 0;
    if (!path.subList(start, start + 3).equals(List.of("storage", "v1", "b"))
        || !path.get(start + 4).equals("o")) {
      return error(404);
    }
    Path bucket = root.resolve(path.get(start + 3));
    try {
      return switch (request.getMethod()) {
        case "POST" -> uploads.begin(bucket, request);
        case "PUT" -> uploads.put(request);
        case "DELETE" -> delete(bucket.resolve(path.get(start + 5)));
        default ->
            path.size() == start + 5
                ? list(bucket, request.getUrl())
                : get(bucket, path.get(start + 5), request.getUrl());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse get(Path bucket, String name, HttpUrl url) throws IOException {
    Path file = bucket.resolve(name);
    if (!Files.isRegularFile(file)) {
      return error(404);
    }
    byte[] bytes = Files.readAllBytes(file);
    if (!"media".equals(url.queryParameter("alt"))) {
      return json(resource(file, name));
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    byte[] hash = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return new MockResponse.Builder()
        .addHeader("x-goog-hash", "crc32c=" + Base64.getEncoder().encodeToString(hash))
        .addHeader("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")
        .body(new Buffer().write(bytes))
        .build();
  }

  private static MockResponse delete(Path file) throws IOException {
    return Files.deleteIfExists(file) ? new MockResponse.Builder().code(204).build() : error(404);
  }

  private static MockResponse list(Path bucket, HttpUrl url) throws IOException {
    String prefix = orEmpty(url.queryParameter("prefix"));
    String offset = orEmpty(url.queryParameter("startOffset"));
    String token = orEmpty(url.queryParameter("pageToken"));
    String most = url.queryParameter("maxResults");
    int limit = most == null ? USUAL_PAGE : Integer.parseInt(most);
    boolean flat = url.queryParameter("delimiter") == null;
    TreeSet<String> names = new TreeSet<>();
    for (String name : objects(bucket)) {
      if (name.startsWith(prefix) && name.compareTo(offset) >= 0) {
        int slash = name.indexOf('/', prefix.length());
        names.add(flat || slash < 0 ? name : name.substring(0, slash + 1));
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode items = JSON.createArrayNode();
    ArrayNode prefixes = JSON.createArrayNode();
    String last = "";
    for (String name : names.tailSet(token, token.isEmpty())) {
      if (items.size() + prefixes.size() == limit) {
        answer.put("nextPageToken", last);
        break;
      }
      if (name.endsWith("/")) {
        prefixes.add(name);
      } else {
        items.add(resource(bucket.resolve(name), name));
      }
      last = name;
    }
    // As the service does, without the lists that are empty.
    if (!items.isEmpty()) {
      answer.set("items", items);
    }
    if (!prefixes.isEmpty()) {
      answer.set("prefixes", prefixes);
    }
    return json(answer);
  }

  static ObjectNode resource(Path file, String name) throws IOException {
    Path bucket = file;
    for (int depth = Path.of(name).getNameCount(); depth > 0; depth--) {
      bucket = bucket.getParent();
    }
    return JSON.createObjectNode()
        .put("bucket", bucket.getFileName().toString())
        .put("name", name)
        .put("size", Long.toString(Files.size(file)));
  }

  private static List<String> objects(Path bucket) throws IOException {
    try (Stream<Path> files = Files.walk(bucket)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bucket.relativize(file).toString())
          .collect(Collectors.toList());
    }
  }

  static MockResponse json(ObjectNode body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json; charset=UTF-8")
        .body(body.toString())
        .build();
  }

  private static MockResponse error(int code) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("code", code).put("message", "Not Found");
    return new MockResponse.Builder()
        .code(code)
        .addHeader("Content-Type", "application/json; charset=UTF-8")
        .body(body.toString())
        .build();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
