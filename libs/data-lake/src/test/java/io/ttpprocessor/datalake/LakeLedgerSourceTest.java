package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.datalake.store.FileObjectStore;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lakes of several shapes on disk, read whole, live, and with each kind of damage. */
@Timeout(60)
class LakeLedgerSourceTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);
  private static final LakeLayout BATCHED = new LakeLayout(64, 10);

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "1, 64000, ZST",
    "1, 1, GZIP",
    "64, 10, ZSTD",
    "64, 1, ZST",
    "8, 4, GZIP",
    "64, 10, GZIP"
  })
  void aBoundedRangeIsEveryLedgerByteForByteAndEndsAtItsEnd(
      long perFile, long perPartition, ObjectCodec codec) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 700);
    TestLake lake = new TestLake(root, new LakeLayout(perFile, perPartition), codec);
    lake.write(2, ledgers);
    try (LakeLedgerSource source = lake.open()) {
      for (LedgerRange range :
          List.of(
              LedgerRange.bounded(2, 700),
              LedgerRange.bounded(63, 64),
              LedgerRange.bounded(640, 640),
              LedgerRange.bounded(600, 700))) {
        List<LedgerBytes> read = Reading.readAll(source, range);
        assertThat(read).as("%s", range).hasSize((int) (range.last() - range.first() + 1));
        for (int i = 0; i < read.size(); i++) {
          long sequence = range.first() + i;
          assertThat(read.get(i).sequence()).isEqualTo(sequence);
          assertThat(read.get(i).copy()).isEqualTo(ledgers.get((int) sequence - 2));
        }
      }
      assertThat(source.bytesAhead()).isZero();
    }
  }

  @Test
  void theLatestLedgerIsTheNewestObjectsLast() throws Exception {
    TestLake lake = new TestLake(root, BATCHED, ObjectCodec.ZST);
    lake.write(64, ChainedLedgers.of(64, 703));
    // The next partition's folder is there, its first object not yet.
    Files.createDirectories(root.resolve("FFFFFAFF--1280-1919"));
    Files.writeString(root.resolve("README"), "not a ledger");
    try (LakeLedgerSource source = lake.open()) {
      assertThat(source.latest()).isEqualTo(703);
    }
  }

  @Test
  void anEmptyLakeHasNoLatestLedger() throws Exception {
    try (LakeLedgerSource source = new TestLake(root, SINGLE, ObjectCodec.ZST).open()) {
      SourceException failure = catchThrowableOfType(SourceException.class, source::latest);
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.MISSING);
      assertThat(failure).hasMessageContaining(root.toRealPath() + " holds no ledgers");
    }
  }

  @Test
  void aLakeOfAnotherLayoutIsRefused() throws Exception {
    new TestLake(root, BATCHED, ObjectCodec.ZST).write(64, ChainedLedgers.of(64, 127));
    for (LakeLayout other : List.of(SINGLE, new LakeLayout(64, 1), new LakeLayout(32, 20))) {
      try (LakeLedgerSource source = new TestLake(root, other, ObjectCodec.ZST).open()) {
        SourceException failure = catchThrowableOfType(SourceException.class, source::latest);
        assertThat(failure.kind()).isEqualTo(SourceException.Kind.REFUSED);
        assertThat(failure)
            .hasMessageContaining("FFFFFFFF--0-639/")
            .hasMessageContaining("does not fit the lake's layout of " + other);
      }
    }
  }

  @Test
  void aRangeUpToTheNewestKnownLedgerBeginsWithoutASearch() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 12));
    WatchedStore store = new WatchedStore(FileObjectStore.open(root));
    // Whatever was found is too old a moment later.
    Duration age = Duration.ofNanos(1);
    LakeOptions options = new LakeOptions(age, Duration.ZERO, 4, 16L << 20, 2, 64L << 20, false, 2);
    try (LakeLedgerSource source = lake.open(store, options)) {
      assertThat(source.latest()).isEqualTo(12);
      int searched = store.lists();
      assertThat(Reading.readAll(source, LedgerRange.bounded(2, 12))).hasSize(11);
      assertThat(store.lists()).isEqualTo(searched);
    }
  }

  @Test
  void aLiveRangeWaitsForItsNextObject() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 12);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers.subList(0, 9));
    WatchedStore store = new WatchedStore(FileObjectStore.open(root));
    try (LakeLedgerSource source = lake.open(store, TestLake.options(Duration.ZERO));
        LedgerCursor cursor = source.open(LedgerRange.live(9))) {
      assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(9L);
      assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(10L);
      assertThat(cursor.latestKnown()).isEqualTo(10);
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      store.awaitGets(lake.key(11), 2);
      assertThat(next).isNotDone();
      lake.write(11, ledgers.subList(9, 11));
      assertThat(next.get(20, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(11L);
      assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(12L);
      assertThat(cursor.latestKnown()).isEqualTo(12);
    }
  }

  @Test
  void anObjectInTheMakingIsReadAgainUntilItIsWhole() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 3);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers.subList(0, 1));
    byte[] whole = lake.compress(TestLake.batch(3, ledgers.subList(1, 2)));
    Files.write(lake.file(3), Arrays.copyOf(whole, whole.length / 2));
    WatchedStore store = new WatchedStore(FileObjectStore.open(root));
    try (LakeLedgerSource source = lake.open(store, TestLake.options(Duration.ofSeconds(30)));
        LedgerCursor cursor = source.open(LedgerRange.bounded(3, 3))) {
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      store.awaitGets(lake.key(3), 2);
      assertThat(next).isNotDone();
      Files.write(lake.file(3), whole);
      assertThat(next.get(20, TimeUnit.SECONDS).orElseThrow().copy()).isEqualTo(ledgers.get(1));
    }
  }

  @Test
  void closingTheCursorEndsTheWait() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 2));
    try (LakeLedgerSource source = lake.open()) {
      LedgerCursor cursor = source.open(LedgerRange.live(3));
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      cursor.close();
      ExecutionException end =
          catchThrowableOfType(ExecutionException.class, () -> next.get(20, TimeUnit.SECONDS));
      assertThat(end).hasRootCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aMissingObjectBelowTheTipIsNamedInBoundedAndLiveRanges() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 20));
    Files.delete(lake.file(10));
    try (LakeLedgerSource source = lake.open()) {
      for (LedgerRange range : List.of(LedgerRange.bounded(8, 15), LedgerRange.live(8))) {
        assertThat(Reading.failureAfter(source, range, 2))
            .isEqualTo(
                "MISSING ledger 10: FFFFFFFF--0-63999/FFFFFFF5--10.xdr.zst is not in the lake,"
                    + " whose latest ledger is 20");
      }
    }
  }

  @Test
  void aBoundedRangeBeyondTheTipFailsNamingKeyAndLatest() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 20));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(19, 22), 2))
          .isEqualTo(
              "OUT_OF_RANGE ledger 21: FFFFFFFF--0-63999/FFFFFFEA--21.xdr.zst is not in the lake,"
                  + " whose latest ledger is 20");
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(70_000, 70_001), 0))
          .startsWith("OUT_OF_RANGE ledger 70000: FFFF05FF--64000-127999/FFFEEE8F--70000.xdr.zst");
    }
  }

  @Test
  void ledgersBeforeTheNetworksFirstAreMissing() throws Exception {
    TestLake lake =
        new TestLake(root, BATCHED, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 127));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(1, 5), 0))
          .isEqualTo(
              "MISSING ledger 1: FFFFFFFF--0-639/FFFFFFFF--0-63.xdr.zst holds ledgers 2 to 63 only,"
                  + " whose latest ledger is 127");
    }
  }

  @Test
  void whatIsReadAheadNeverExceedsItsBudget() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 200);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    int largest = ledgers.stream().mapToInt(ledger -> ledger.length).max().orElseThrow();
    long all = ledgers.stream().mapToLong(ledger -> ledger.length).sum();
    // The first object is read on an estimate of 4 MiB: less room than that, and none is read.
    long budget = 5L << 20;
    assertThat(largest).as("some objects fit").isLessThan((int) budget / 4);
    LakeOptions options =
        new LakeOptions(Duration.ofMillis(10), Duration.ZERO, 1_000, budget, 8, 1 << 26, false, 2);
    long seen = 0;
    int deepest = 0;
    List<byte[]> read = new ArrayList<>();
    try (LakeLedgerSource source = lake.open(options);
        LedgerCursor cursor = source.open(LedgerRange.bounded(2, 200))) {
      Optional<LedgerBytes> ledger = cursor.next();
      while (ledger.isPresent()) {
        read.add(ledger.get().copy());
        seen = Math.max(seen, source.bytesAhead());
        deepest = Math.max(deepest, (int) source.figures().get("prefetch_depth"));
        ledger = cursor.next();
      }
      assertThat(seen).isPositive().isLessThanOrEqualTo(budget);
      assertThat(deepest).as("however near the store is").isGreaterThanOrEqualTo(4);
      assertThat(source.bytesAhead()).isZero();
    }
    assertThat(read).as("of %d bytes", all).containsExactlyElementsOf(ledgers);
  }

  @Test
  void objectsThatDoNotFitTheBudgetAreReadAllTheSame() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 40);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    for (long budget : new long[] {0, 1_000, (4L << 20) + 1_000}) {
      LakeOptions options =
          new LakeOptions(Duration.ofMillis(10), Duration.ZERO, 64, budget, 8, 1 << 26, false, 2);
      try (LakeLedgerSource source = lake.open(options)) {
        assertThat(Reading.readAll(source, LedgerRange.bounded(2, 40)))
            .extracting(LedgerBytes::copy)
            .containsExactlyElementsOf(ledgers);
        assertThat(source.bytesAhead()).isZero();
      }
    }
  }
}
