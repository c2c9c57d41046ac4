package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceHealth;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.LargeLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader of a lake meets, the same whatever the lake is kept in. */
@Timeout(120)
class LakeStoresTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);
  private static final LakeLayout BATCHED = new LakeLayout(8, 10);

  @TempDir Path folder;
  private final FaultPolicy faults = new FaultPolicy(TestLake.FAULTS);
  private StoreServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBoundedRangeIsEveryLedgerInOrder(StoreKind kind) throws Exception {
    for (LakeLayout layout : List.of(BATCHED, SINGLE)) {
      folder = Files.createDirectories(folder.resolve("lake"));
      List<byte[]> ledgers = ChainedLedgers.of(2, 300);
      TestLake lake = lake(layout).write(2, ledgers);
      try (LakeLedgerSource source = open(lake, kind)) {
        List<LedgerBytes> read = Reading.readAll(source, LedgerRange.bounded(2, 300));
        assertThat(read).extracting(LedgerBytes::copy).containsExactlyElementsOf(ledgers);
        assertThat(source.latest()).isEqualTo(layout.batchOf(300).last());
        assertThat(source.bytesAhead()).isZero();
      }
      server.close();
    }
  }

  /** Row 14. */
  @ParameterizedTest
  @EnumSource
  void aMissingObjectIsNamedInBoundedAndLiveRanges(StoreKind kind) throws Exception {
    TestLake lake = lake(SINGLE).write(2, ChainedLedgers.of(2, 40));
    try (LakeLedgerSource source = open(lake, kind)) {
      assertThat(source.latest()).isEqualTo(40);
      Files.delete(lake.file(20));
      for (LedgerRange range : List.of(LedgerRange.bounded(18, 25), LedgerRange.live(18))) {
        assertThat(Reading.failureAfter(source, range, 2))
            .isEqualTo(
                "MISSING ledger 20: FFFFFFFF--0-63999/FFFFFFEB--20.xdr.zst is not in the lake,"
                    + " whose latest ledger is 40");
      }
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(39, 41), 2))
          .startsWith("OUT_OF_RANGE ledger 41: FFFFFFFF--0-63999/FFFFFFD6--41.xdr.zst is not in");
    }
  }

  /**
   * Row 14: a hole is there before the first look, where a search by keys ends in it (2, 3, 5, 9,
   * 17, 33).
   */
  @ParameterizedTest
  @EnumSource
  void aHoleIsNotTakenForTheTip(StoreKind kind) throws Exception {
    TestLake lake = lake(SINGLE).write(2, ChainedLedgers.of(2, 60));
    for (int ledger = 33; ledger <= 36; ledger++) {
      Files.delete(lake.file(ledger));
    }
    try (LakeLedgerSource source = open(lake, kind)) {
      assertThat(source.latest()).isEqualTo(60);
      assertThat(Reading.failureAfter(source, LedgerRange.live(31), 2))
          .startsWith("MISSING ledger 33: ");
    }
  }

  /** Row 15. */
  @ParameterizedTest
  @EnumSource
  void damageStopsTheStreamAtItsObject(StoreKind kind) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 9);
    TestLake lake = lake(SINGLE).write(2, ledgers);
    byte[] whole = Files.readAllBytes(lake.file(5));
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x10;
    byte[] unchecked = TestLake.zstd(TestLake.batch(5, ledgers.subList(3, 4)), false);
    byte[] bomb = TestLake.zstd(new byte[64 << 20], true);
    try (LakeLedgerSource source = open(lake, kind)) {
      for (byte[] damaged :
          List.of(Arrays.copyOf(whole, whole.length - 10), flipped, unchecked, bomb)) {
        lake.put(5, damaged);
        assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
            .startsWith(
                "CORRUPT FFFFFFFF--0-63999/FFFFFFFA--5.xdr.zst (ledgers 5 to 5):"
                    + " compressed offset ");
      }
    }
  }

  /** Row 16. */
  @ParameterizedTest
  @EnumSource
  void aBatchThatIsNotItsKeysIsRefusedWithBoth(StoreKind kind) throws Exception {
    TestLake lake = lake(SINGLE).write(2, ChainedLedgers.of(2, 9));
    lake.put(5, lake.compress(TestLake.batch(4, ChainedLedgers.of(4, 4))));
    try (LakeLedgerSource source = open(lake, kind)) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
          .isEqualTo(
              "CORRUPT FFFFFFFF--0-63999/FFFFFFFA--5.xdr.zst:"
                  + " the batch says that it holds ledgers 4 to 4, its key 5 to 5");
    }
  }

  /** Row 17, on the way: connections break again and again, and each ledger comes once. */
  @ParameterizedTest
  @EnumSource
  void anOutageAtTheTipHealsAndNothingIsMissed(StoreKind kind) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 60);
    TestLake lake = lake(SINGLE).write(2, ledgers.subList(0, 20));
    try (LakeLedgerSource source = open(lake, kind);
        LedgerCursor cursor = source.open(LedgerRange.live(2))) {
      List<byte[]> read = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        read.add(cursor.next().orElseThrow().copy());
      }
      server.fail();
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      await().atMost(Duration.ofSeconds(30)).until(() -> faults.trouble().isPresent());
      await().atMost(Duration.ofSeconds(30)).until(() -> retries() >= 3);
      assertThat(next).isNotDone();
      assertThat(health(source).status()).isEqualTo(HealthStatus.UNHEALTHY);
      server.heal();
      lake.write(22, ledgers.subList(20, ledgers.size()));
      read.add(next.get(60, TimeUnit.SECONDS).orElseThrow().copy());
      while (read.size() < ledgers.size()) {
        read.add(cursor.next().orElseThrow().copy());
      }
      assertThat(read).containsExactlyElementsOf(ledgers);
      assertThat(faults.trouble()).isEmpty();
      Health healed = health(source);
      assertThat(healed.status()).isEqualTo(HealthStatus.HEALTHY);
      assertThat(healed.metrics())
          .containsEntry("latest_ledger", 60L)
          .containsEntry("prefetch_bytes_limit", 64L << 20)
          .containsKeys("prefetch_depth", "prefetch_bytes", "seconds_since_latest_ledger_closed");
      assertThat((long) healed.metrics().get("objects_fetched")).isGreaterThanOrEqualTo(59);
      assertThat((long) healed.metrics().get("bytes_fetched")).isPositive();
      assertThat(((Map<?, ?>) healed.metrics().get("retries")).keySet().toString())
          .isEqualTo("[TRANSIENT]");
    }
  }

  /** Row 17: the outage outlasts a bounded range's patience. */
  @ParameterizedTest
  @EnumSource
  void anOutageEndsABoundedRangeThatNamesItsObject(StoreKind kind) throws Exception {
    TestLake lake = lake(SINGLE).write(2, ChainedLedgers.of(2, 40));
    try (LakeLedgerSource source = open(lake, kind);
        LedgerCursor cursor = source.open(LedgerRange.bounded(2, 40))) {
      cursor.next();
      server.fail();
      SourceException failure =
          catchThrowableOfType(
              SourceException.class,
              () -> {
                while (cursor.next().isPresent()) {
                  assertThat(cursor.latestKnown()).isEqualTo(40);
                }
              });
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.TRANSIENT);
      assertThat(failure).hasMessageContaining("given up after 4 attempts");
      server.heal();
      assertThat(Reading.readAll(source, LedgerRange.bounded(2, 40))).hasSize(39);
    }
  }

  /** Row 19. */
  @ParameterizedTest
  @EnumSource
  void aBrokenChainNamesBothHashes(StoreKind kind) throws Exception {
    TestLake lake = lake(SINGLE).write(2, ChainedLedgers.of(2, 9));
    lake.put(6, lake.compress(TestLake.batch(6, ChainedLedgers.of(6, 6))));
    try (LakeLedgerSource source = open(lake, kind)) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 4))
          .startsWith("CORRUPT FFFFFFFF--0-63999/FFFFFFF9--6.xdr.zst: ledger 6: names ")
          .contains("0".repeat(64))
          .contains(TestLake.hashOf(ChainedLedgers.of(2, 5).get(3)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLakeThatIsBeingWrittenIsReadWholeAsItGrows(StoreKind kind) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 160);
    TestLake lake = lake(SINGLE).write(2, ledgers.subList(0, 1));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              // In runs, so that the reader is now at the tip, now behind it.
              for (int at = 1; at < ledgers.size(); at += 7) {
                lake.write(at + 2, ledgers.subList(at, Math.min(at + 7, ledgers.size())));
              }
            });
    try (LakeLedgerSource source = open(lake, kind);
        LedgerCursor cursor = source.open(LedgerRange.live(2))) {
      List<byte[]> read = new ArrayList<>();
      while (read.size() < ledgers.size()) {
        read.add(cursor.next().orElseThrow().copy());
      }
      assertThat(read).containsExactlyElementsOf(ledgers);
      assertThat(cursor.latestKnown()).isEqualTo(160);
    }
    writer.get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyLakeIsWaitedForUntilItBegins(StoreKind kind) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 5);
    TestLake lake = lake(SINGLE);
    try (LakeLedgerSource source = open(lake, kind);
        LedgerCursor cursor = source.open(LedgerRange.live(2))) {
      SourceException failure = catchThrowableOfType(SourceException.class, source::latest);
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.MISSING);
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      lake.write(2, ledgers);
      assertThat(next.get(30, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(2L);
      for (long ledger = 3; ledger <= 5; ledger++) {
        assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(ledger);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLedgerOfFortyMebibytesComesWhole(StoreKind kind) throws Exception {
    byte[] large = LargeLedger.of(100, 40 << 20);
    TestLake lake = lake(SINGLE).write(100, List.of(large));
    try (LakeLedgerSource source = open(lake, kind)) {
      List<LedgerBytes> read = Reading.readAll(source, LedgerRange.bounded(100, 100));
      assertThat(read).hasSize(1);
      assertThat(Arrays.equals(read.get(0).copy(), large)).isTrue();
    }
  }

  private TestLake lake(LakeLayout layout) throws Exception {
    Path root = Files.createDirectories(StoreKind.rootIn(folder));
    return new TestLake(root, layout, ObjectCodec.ZST);
  }

  private LakeLedgerSource open(TestLake lake, StoreKind kind) throws Exception {
    server = kind.serve(folder);
    ObjectStore store = server.open();
    LakeOptions options =
        new LakeOptions(
            Duration.ofMillis(20), Duration.ZERO, 16, 64L << 20, 8, 64L << 20, false, 2);
    return new LakeLedgerSource(store, lake.layout(), Optional.empty(), options, faults);
  }

  private Health health(LakeLedgerSource source) {
    StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
    return new LakeHealth(new SourceHealth(source, statistics, faults), source).snapshot();
  }

  private long retries() {
    return (long) faults.figures().get("retry_count");
  }
}
