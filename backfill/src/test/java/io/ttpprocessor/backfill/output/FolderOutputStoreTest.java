package io.ttpprocessor.backfill.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A folder. */
class FolderOutputStoreTest extends OutputStoreContractTest {
  /** Whose names are to be on the disk before a report is: those of all folders on the way. */
  @Test
  void foldersOfAFileAreAllUpToTheRoot() {
    Path root = Path.of("/history");
    assertThat(FolderOutputStore.foldersOf(root, root.resolve("a/b=1/c=2/part.parquet")))
        .containsExactly(root.resolve("a/b=1/c=2"), root.resolve("a/b=1"), root.resolve("a"), root);
    assertThat(FolderOutputStore.foldersOf(root, root.resolve("report"))).containsExactly(root);
    assertThat(FolderOutputStore.foldersOf(root, root)).isEmpty();
  }

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
