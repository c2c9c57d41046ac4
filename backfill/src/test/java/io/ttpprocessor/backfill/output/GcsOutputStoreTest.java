package io.ttpprocessor.backfill.output;

import io.ttpprocessor.datalake.store.BucketPath;
import io.ttpprocessor.datalake.store.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A bucket of a server that speaks as Google Cloud Storage does. */
class GcsOutputStoreTest extends OutputStoreContractTest {
  private static final String BUCKET = "history-bucket";

  private WebServer server;

  @Override
  OutputStore openStore() throws Exception {
    Files.createDirectories(folder.resolve(BUCKET));
    server = WebServer.gcs(folder);
    return new GcsOutputStore(
        BucketPath.parse(BUCKET + "/of/pubnet", "gs", ""), Optional.of(server.endpoint()));
  }

  @Override
  Path files() {
    return folder.resolve(BUCKET).resolve("of/pubnet");
  }

  @Override
  void stopServer() {
    server.close();
  }
}
