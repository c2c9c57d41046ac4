package io.ttpprocessor.backfill.output;

import java.io.IOException;
import java.nio.file.Path;

/** A folder. */
class FolderOutputStoreTest extends OutputStoreContractTest {
  @Override
  OutputStore openStore() throws IOException {
    return new FolderOutputStore(folder.resolve("history"));
  }

  @Override
  Path files() {
    return folder.resolve("history");
  }

  @Override
  void stopServer() {
    // A folder has none.
  }
}
