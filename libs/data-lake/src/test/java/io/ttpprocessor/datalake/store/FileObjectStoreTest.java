package io.ttpprocessor.datalake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder as an object store, and nothing outside of it. */
@Timeout(10)
class FileObjectStoreTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(folder.resolve("secret"), "outside");
    root = Files.createDirectories(folder.resolve("lake"));
    Files.writeString(root.resolve("a"), "first");
    Files.writeString(root.resolve("c"), "third");
    Files.createDirectories(root.resolve("b"));
    Files.writeString(root.resolve("b/inner"), "second");
  }

  @Test
  void objectsAreFoundByKeyAndNothingIsNoError() throws IOException {
    try (FileObjectStore store = FileObjectStore.open(root)) {
      assertThat(store.get("b/inner", 100).orElseThrow().bytes()).asString().isEqualTo("second");
      assertThat(store.get("b/none", 100)).isEmpty();
      assertThat(store.get("none/none", 100)).isEmpty();
    }
  }

  @Test
  void anObjectThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    try (FileObjectStore store = FileObjectStore.open(root)) {
      assertThat(store.get("a", 5)).isPresent();
      assertThatThrownBy(() -> store.get("a", 4))
          .isInstanceOf(ObjectTooLargeException.class)
          .hasMessage("a has 5 bytes, more than the 4 allowed");
    }
  }

  @Test
  void namesAreListedInOrderInPages() throws IOException {
    try (FileObjectStore store = FileObjectStore.open(root)) {
      assertThat(store.list("", "", 2)).containsExactly("a", "b/");
      assertThat(store.list("", "b/", 2)).containsExactly("c");
      assertThat(store.list("", "c", 2)).isEmpty();
      assertThat(store.list("b/", "", 2)).containsExactly("inner");
      assertThat(store.list("none/", "", 2)).isEmpty();
    }
  }

  @Test
  void keysThatLeadOutAreRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("up"), folder);
    Files.createSymbolicLink(root.resolve("within"), root.resolve("a"));
    try (FileObjectStore store = FileObjectStore.open(root)) {
      for (String key : new String[] {"../secret", "b/../../secret", "link", "up/secret"}) {
        assertThatThrownBy(() -> store.get(key, 100))
            .as(key)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("leads out of");
      }
      assertThatThrownBy(() -> store.get(folder.resolve("secret").toString(), 100))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("leads out of");
      assertThatThrownBy(() -> store.list("up/", "", 9))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("leads out of");
      assertThat(store.get("within", 100)).isPresent();
    }
  }

  @Test
  void aFolderIsNoObjectAndAFileNoStore() throws IOException {
    try (FileObjectStore store = FileObjectStore.open(root)) {
      assertThatThrownBy(() -> store.get("b", 100))
          .isInstanceOf(IOException.class)
          .hasMessage("b is not a regular file");
    }
    assertThatThrownBy(() -> FileObjectStore.open(root.resolve("a")))
        .isInstanceOf(NotDirectoryException.class);
  }
}
