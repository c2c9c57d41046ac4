package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** Serves the files of a folder, as a plain web server does. */
final class FileDispatcher extends Dispatcher {
  private final Path root;

  FileDispatcher(Path root) {
    this.root = root;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    Path file = root.resolve(String.join("/", request.getUrl().pathSegments()));
    if (!Files.isRegularFile(file)) {
      return new MockResponse.Builder().code(404).build();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      MockResponse.Builder response =
          new MockResponse.Builder()
              .code(200)
              .addHeader("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
      return request.getMethod().equals("HEAD")
          ? response.setHeader("Content-Length", bytes.length).build()
          : response.body(new Buffer().write(bytes)).build();
    } catch (NoSuchFileException e) {
      return new MockResponse.Builder().code(404).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
