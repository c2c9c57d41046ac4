package io.ttpprocessor.systemtests;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A lake of sample ledgers, an object each, that come one after the other as on a network. */
final class GrowingLake implements AutoCloseable {
  private final Path store;
  private final Path lake;
  private final Deque<Path> objects = new ArrayDeque<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  /** Makes the ledgers in {@code folder}; none of them is in the lake yet. */
  GrowingLake(Path folder, String passphrase, long first, int ledgers) throws IOException {
    store = Files.createDirectory(folder.resolve("store"));
    lake = Files.createDirectory(folder.resolve("lake"));
    List<String> arguments =
        List.of(
            "--directory=" + store,
            "--network-passphrase=" + passphrase,
            "--seed=23",
            "--first-ledger=" + first,
            "--ledgers=" + ledgers,
            "--transactions=6",
            "--ledgers-per-file=1");
    Path jar = Path.of(System.getProperty("ttp.root"), "tests/sample-lake/target/sample-lake.jar");
    try (ChildProcess maker =
        ChildProcess.startJar(jar, arguments, Map.of(), folder.resolve("lake.log"))) {
      if (maker.await(Duration.ofMinutes(1)) != 0) {
        throw new IOException(maker.output());
      }
    }
    try (Stream<Path> files = Files.walk(store)) {
      // SEP-54's names count downwards.
      files
          .filter(file -> file.toString().endsWith(".zst"))
          .sorted(Comparator.reverseOrder())
          .forEach(objects::add);
    }
    Files.copy(store.resolve(".config.json"), lake.resolve(".config.json"));
  }

  /** Where the source finds it. */
  Path folder() {
    return lake;
  }

  /** The next ledgers are there now. */
  void add(int ledgers) {
    for (int i = 0; i < ledgers && !objects.isEmpty(); i++) {
      addNext();
    }
  }

  /** A ledger comes each time that {@code interval} has passed. */
  void grow(Duration interval) {
    clock.scheduleAtFixedRate(
        () -> add(1), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void addNext() {
    Path object = objects.remove();
    Path place = lake.resolve(store.relativize(object).toString());
    try {
      Files.createDirectories(place.getParent());
      Files.move(object, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
