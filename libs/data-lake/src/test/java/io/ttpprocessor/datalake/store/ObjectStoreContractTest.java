package io.ttpprocessor.datalake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, whatever it is; a subclass says how it is served and filled. */
@Timeout(60)
abstract class ObjectStoreContractTest {
  /** More than a page of any store's listing. */
  private static final int MANY = 1_030;

  @TempDir Path folder;
  private ObjectStore store;

  /** Opens the store, whose server may begin to run now. */
  abstract ObjectStore openStore() throws Exception;

  /** Puts an object into the bucket, by a way that is not the store's. */
  void put(String keyInBucket, byte[] bytes) throws Exception {
    Path file = folder.resolve(StoreServer.BUCKET).resolve(keyInBucket);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Ends the server. */
  abstract void stopServer();

  @BeforeEach
  void open() throws Exception {
    store = openStore();
    putObject("b/inner", "second".getBytes());
    putObject("a", "first".getBytes());
    putObject("c", "third".getBytes());
    putObject("b--0", "between".getBytes());
    put("v1/ledgers-of-another/x", new byte[1]);
    put("v1/other", new byte[1]);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    stopServer();
  }

  @Test
  void anObjectIsWhatWasPut() throws Exception {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    putObject("FFFFFFFF--0-63999/FFFFFFFD--2.xdr.zst", large);
    putObject("empty", new byte[0]);
    StoredObject object =
        store.get("FFFFFFFF--0-63999/FFFFFFFD--2.xdr.zst", large.length).orElseThrow();
    assertThat(object.bytes()).isEqualTo(large);
    assertThat(object.lastModified()).isBetween(Instant.EPOCH, Instant.now().plusSeconds(60));
    assertThat(store.get("b/inner", 100).orElseThrow().bytes()).asString().isEqualTo("second");
    assertThat(store.get("empty", 100).orElseThrow().bytes()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNoError() throws Exception {
    assertThat(store.get("none", 100)).isEmpty();
    assertThat(store.get("none/none", 100)).isEmpty();
    assertThat(store.get("inner", 100)).isEmpty();
    assertThat(store.exists("none")).isFalse();
    assertThat(store.exists("a")).isTrue();
    assertThat(store.exists("b/inner")).isTrue();
  }

  @Test
  void anObjectThatIsTooLargeIsRefusedAndOthersAreReadAfterIt() throws Exception {
    putObject("large", new byte[5 << 20]);
    assertThat(store.get("a", 5)).isPresent();
    assertThatThrownBy(() -> store.get("a", 4))
        .isInstanceOf(ObjectTooLargeException.class)
        .hasMessageEndingWith("a has 5 bytes, more than the 4 allowed");
    assertThatThrownBy(() -> store.get("large", 1 << 20))
        .isInstanceOfSatisfying(
            ObjectTooLargeException.class, e -> assertThat(e.size()).isEqualTo(5 << 20));
    assertThat(store.get("c", 5)).isPresent();
  }

  @Test
  void namesAreListedInOrderFromAnyPlace() throws Exception {
    if (!store.canList()) {
      assertThatThrownBy(() -> store.list("", "", 1))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    assertThat(store.list("", "", 10)).containsExactly("a", "b--0", "b/", "c");
    assertThat(store.list("", "", 2)).containsExactly("a", "b--0");
    assertThat(store.list("", "b--0", 2)).containsExactly("b/", "c");
    assertThat(store.list("", "b/", 2)).containsExactly("c");
    assertThat(store.list("", "aa", 1)).containsExactly("b--0");
    assertThat(store.list("", "c", 2)).isEmpty();
    assertThat(store.list("b/", "", 2)).containsExactly("inner");
    assertThat(store.list("none/", "", 2)).isEmpty();
    putObject("b/empty", new byte[0]);
    assertThat(store.listing("", "a", 2))
        .containsExactly(new ListedName("b--0", 7), new ListedName("b/", -1));
    assertThat(store.listing("b/", "", 2))
        .containsExactly(new ListedName("empty", 0), new ListedName("inner", 6));
  }

  @Test
  void listingsOfMoreThanAPageAreWhole() throws Exception {
    if (!store.canList()) {
      assertThat(store.exists("many/00000")).isFalse();
      return;
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String name = String.format("%05d", i);
      putObject("many/" + name, new byte[0]);
      expected.add(name);
    }
    assertThat(store.list("many/", "", MANY + 5)).isEqualTo(expected);
    assertThat(store.list("many/", "00009", MANY - 20)).isEqualTo(expected.subList(10, MANY - 10));
  }

  @Test
  void manyAreReadAtATime() throws Exception {
    List<byte[]> objects = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] bytes = new byte[20_000 + i];
      new Random(i).nextBytes(bytes);
      objects.add(bytes);
      putObject("part/" + i, bytes);
    }
    ExecutorService readers = Executors.newFixedThreadPool(32);
    try {
      List<Future<byte[]>> reads = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String key = "part/" + i;
        reads.add(readers.submit(() -> read(key)));
      }
      for (int i = 0; i < 64; i++) {
        assertThat(reads.get(i).get()).isEqualTo(objects.get(i));
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void itsDescriptionEndsWhereKeysBegin() {
    assertThat(store.description()).contains(StoreServer.PREFIX);
  }

  private byte[] read(String key) throws IOException {
    return store.get(key, 1 << 20).orElseThrow().bytes();
  }

  private void putObject(String key, byte[] bytes) throws Exception {
    put(StoreServer.PREFIX + "/" + key, bytes);
  }
}
