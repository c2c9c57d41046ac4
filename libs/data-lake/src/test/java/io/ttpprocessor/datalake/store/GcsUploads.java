package io.ttpprocessor.datalake.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

/**
 * The resumable uploads of Google Cloud Storage's JSON API: begun by POST, continued by PUT with
 * {@code Content-Range}, and an object only with the chunk that tells the size of the whole.
 */
final class GcsUploads {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  private record Upload(Path file, String name, ByteArrayOutputStream content) {}

  /** Begins one, whose place is told to the client. */
  MockResponse begin(Path bucket, RecordedRequest request) throws IOException {
    HttpUrl url = request.getUrl();
    String name = JSON.readTree(request.getBody().utf8()).path("name").asText();
    String id = UUID.randomUUID().toString();
    uploads.put(id, new Upload(bucket.resolve(name), name, new ByteArrayOutputStream()));
    HttpUrl location = url.newBuilder().setQueryParameter("upload_id", id).build();
    return new MockResponse.Builder().addHeader("Location", location.toString()).build();
  }

  /** Takes a chunk, or tells how far the upload is. */
  MockResponse put(RecordedRequest request) throws IOException {
    Upload upload = uploads.get(request.getUrl().queryParameter("upload_id"));
    Matcher range = RANGE.matcher(String.valueOf(request.getHeaders().get("Content-Range")));
    if (upload == null || !range.matches()) {
      return new MockResponse.Builder().code(404).build();
    }
    ByteArrayOutputStream content = upload.content();
    if (range.group(1) != null) {
      if (Long.parseLong(range.group(1)) != content.size()) {
        return new MockResponse.Builder().code(503).build();
      }
      content.write(request.getBody().toByteArray());
    }
    if (range.group(3).equals(Integer.toString(content.size()))) {
      Files.createDirectories(upload.file().getParent());
      Files.write(upload.file(), content.toByteArray());
      ObjectNode resource = GcsDispatcher.resource(upload.file(), upload.name());
      return GcsDispatcher.json(resource);
    }
    MockResponse.Builder more = new MockResponse.Builder().code(308);
    if (content.size() > 0) {
      more.addHeader("Range", "bytes=0-" + (content.size() - 1));
    }
    return more.build();
  }
}
