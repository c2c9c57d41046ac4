package io.ttpprocessor.backfill.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
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

  @Test
  void theFolderIsMadeWithItsFirstFile() throws IOException {
    Path root = folder.resolve("of/history");
    try (FolderOutputStore store = new FolderOutputStore(root)) {
      assertThat(store.list("")).isEmpty();
      assertThat(folder.resolve("of")).doesNotExist();
      try (OutputFileStream file = store.create("report")) {
        file.write(1);
        file.commit();
      }
      assertThat(root.resolve("report")).hasBinaryContent(new byte[] {1});
    }
  }

  /** As operators keep what is too large for a disk; a link that leads nowhere is told at once. */
  @Test
  void aLinkToAFolderIsAsGoodAsTheFolder() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    try (FolderOutputStore store = new FolderOutputStore(link);
        OutputFileStream file = store.create("of/report")) {
      file.write(1);
      file.commit();
      assertThat(store.list("")).containsExactly(new StoredFile("of/report", 1));
    }
    assertThat(elsewhere.resolve("of/report")).hasBinaryContent(new byte[] {1});
    Files.delete(elsewhere.resolve("of/report"));
    Files.delete(elsewhere.resolve("of"));
    Files.delete(elsewhere);
    assertThatThrownBy(() -> new FolderOutputStore(link))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(link.toString());
  }

  @Test
  void aFileAboveTheFolderIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new FolderOutputStore(file.resolve("history")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(file.toString());
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
