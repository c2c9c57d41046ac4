package io.ttpprocessor.backfill.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every place of output does; a subclass says how it is served. */
@Timeout(120)
abstract class OutputStoreContractTest {
  /** More than two parts of an upload to S3 or GCS, and no whole number of them. */
  private static final int SEVERAL_PARTS = (35 << 20) + 1;

  /** More than a page of any store's listing. */
  private static final int MANY = 1_010;

  @TempDir Path folder;
  private OutputStore store;

  /** Opens the store, whose server may begin to run now. */
  abstract OutputStore openStore() throws Exception;

  /** The folder that the store's files come to lie in. */
  abstract Path files();

  /** Ends the server. */
  abstract void stopServer() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = openStore();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    stopServer();
  }

  @Test
  void aFileIsWhatWasWritten() throws IOException {
    byte[] bytes = random(1, SEVERAL_PARTS);
    try (OutputFileStream file = store.create("table/ledgers=1/part.parquet")) {
      file.write(bytes[0]);
      // In pieces that fit no part.
      int piece = 100_003;
      for (int at = 1; at < bytes.length; at += piece) {
        file.write(bytes, at, Math.min(piece, bytes.length - at));
      }
      file.commit();
    }
    put("empty", new byte[0]);

    assertThat(store.read("table/ledgers=1/part.parquet")).hasValue(bytes);
    assertThat(store.read("empty")).hasValue(new byte[0]);
  }

  @Test
  void partsOfExactlyOneSizeAreWholeToo() throws IOException {
    byte[] bytes = random(2, 32 << 20);
    put("whole-parts", bytes);
    assertThat(store.read("whole-parts")).hasValue(bytes);
  }

  @Test
  void nothingIsSeenBeforeItIsCommitted() throws IOException {
    try (OutputFileStream small = store.create("small");
        OutputFileStream large = store.create("large")) {
      small.write(new byte[10]);
      large.write(random(3, SEVERAL_PARTS));
      assertThat(store.read("small")).isEmpty();
      assertThat(store.read("large")).isEmpty();
    }
    assertThat(store.read("small")).isEmpty();
    assertThat(store.read("large")).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void theLaterOfTwoFilesOfOneNameStays() throws IOException {
    put("report", new byte[] {1});
    put("report", new byte[] {2});
    assertThat(store.read("report")).hasValue(new byte[] {2});
    try (OutputFileStream dropped = store.create("report")) {
      dropped.write(new byte[] {3});
    }
    assertThat(store.read("report")).hasValue(new byte[] {2});
  }

  @Test
  void namesAreListedInOrderAtAnyDepth() throws IOException {
    put("a/c/2", new byte[1]);
    put("a/b/1", new byte[1]);
    put("a/3", new byte[1]);
    put("ab/4", new byte[1]);
    assertThat(keys("a/")).containsExactly("a/3", "a/b/1", "a/c/2");
    assertThat(keys("a/c/")).containsExactly("a/c/2");
    assertThat(keys("none/")).isEmpty();
  }

  @Test
  void listingsOfMoreThanAPageAreWhole() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String name = String.format("many/event_type=fee/%05d", i);
      Path file = files().resolve(name);
      Files.createDirectories(file.getParent());
      // By another way than the store's, which would take a while.
      Files.createFile(file);
      names.add(name);
    }
    assertThat(keys("many/")).isEqualTo(names);
  }

  @Test
  void whatIsRemovedIsGone() throws IOException {
    put("a/1", new byte[1]);
    put("a/2", new byte[1]);
    store.delete("a/1");
    store.delete("never/was");
    assertThat(store.read("a/1")).isEmpty();
    assertThat(keys("a/")).containsExactly("a/2");
    assertThat(store.read("never/was")).isEmpty();
  }

  @Test
  void eachFileIsListedWithItsSize() throws IOException {
    put("a/1", new byte[1]);
    put("a/2", new byte[SEVERAL_PARTS]);
    put("a/3", new byte[0]);
    put("a/1", new byte[7]);
    assertThat(store.list("a/"))
        .containsExactly(
            new StoredFile("a/1", 7),
            new StoredFile("a/2", SEVERAL_PARTS),
            new StoredFile("a/3", 0));
  }

  private List<String> keys(String folder) throws IOException {
    return store.list(folder).stream().map(StoredFile::key).toList();
  }

  private void put(String key, byte[] bytes) throws IOException {
    try (OutputFileStream file = store.create(key)) {
      file.write(bytes);
      file.commit();
    }
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
