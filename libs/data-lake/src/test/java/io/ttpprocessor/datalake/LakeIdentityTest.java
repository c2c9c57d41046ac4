package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lake that is not, or no longer, what it was taken for; the same on every store. */
@Timeout(120)
class LakeIdentityTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);
  private static final String PASSPHRASE = "Test SDF Network ; September 2015";

  @TempDir Path folder;
  private StoreServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  /** Row 16. */
  @ParameterizedTest
  @EnumSource
  void aManifestOfAnotherLayoutMidRunEndsTheStreamWithBoth(StoreKind kind) throws Exception {
    TestLake lake = lake().write(2, ChainedLedgers.of(2, 9));
    lake.manifest(manifest(PASSPHRASE, 1, 64_000));
    try (LakeLedgerSource source = open(kind);
        LedgerCursor cursor = source.open(LedgerRange.live(2))) {
      for (long ledger = 2; ledger <= 9; ledger++) {
        assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(ledger);
      }
      lake.manifest(manifest(PASSPHRASE, 8, 10));
      SourceException failure = catchThrowableOfType(SourceException.class, cursor::next);
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.REFUSED);
      assertThat(failure)
          .hasMessageStartingWith("the manifest .config.json of the lake ")
          .hasMessageEndingWith(
              "has changed: there are 8 ledgers a file, 10 files a partition now, and was 1 ledgers"
                  + " a file, 64000 files a partition when it was opened");
      SourceException latest = catchThrowableOfType(SourceException.class, source::latest);
      assertThat(latest.getMessage()).isEqualTo(failure.getMessage());
    }
  }

  /** Row 18, and 16: at the start both are told, and nothing is read. */
  @ParameterizedTest
  @EnumSource
  void anotherNetworkOrLayoutThanTheManifestsIsRefusedAtTheStart(StoreKind kind) throws Exception {
    TestLake lake = lake().write(2, ChainedLedgers.of(2, 9));
    lake.manifest(manifest(PASSPHRASE, 1, 64_000));
    server = kind.serveOpenly(folder);
    Map<String, String> settings = new HashMap<>(kind.settings(server, folder));
    settings.put("NETWORK_PASSPHRASE", "Other");
    settings.put("LEDGERS_PER_FILE", "8");
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class, () -> LakeSettings.read(Settings.of(settings)));
    assertThat(failure.problems())
        .containsExactlyInAnyOrder(
            "NETWORK_PASSPHRASE is \"Other\", but the lake's manifest .config.json says \""
                + PASSPHRASE
                + "\"",
            "LEDGERS_PER_FILE is 8, but the lake's manifest .config.json says 1");
  }

  /** Row 18: a network that is reset begins anew under the same numbers. */
  @ParameterizedTest
  @EnumSource
  void aManifestOfAnotherNetworkMidRunEndsABoundedRangeToo(StoreKind kind) throws Exception {
    TestLake lake = lake().write(2, ChainedLedgers.of(2, 400));
    lake.manifest(manifest(PASSPHRASE, 1, 64_000));
    try (LakeLedgerSource source = open(kind);
        LedgerCursor cursor = source.open(LedgerRange.bounded(2, 400))) {
      cursor.next();
      lake.manifest(manifest("Other", 1, 64_000));
      SourceException failure =
          catchThrowableOfType(
              SourceException.class,
              () -> {
                while (true) {
                  // The range is bounded: were the change not seen, it would end here.
                  cursor.next().orElseThrow();
                  awaitManifestInterval();
                }
              });
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.WRONG_NETWORK);
      assertThat(failure)
          .hasMessageContaining("the network is \"Other\" now, and was \"" + PASSPHRASE + "\"");
    }
  }

  /** Row 18: the same number, another hash. */
  @ParameterizedTest
  @EnumSource
  void ledgersOfAResetNetworkAreRefusedWithBothHashes(StoreKind kind) throws Exception {
    List<byte[]> before = ChainedLedgers.of(2, 9);
    TestLake lake = lake().write(2, before);
    try (LakeLedgerSource source = open(kind);
        LedgerCursor cursor = source.open(LedgerRange.live(2))) {
      for (long ledger = 2; ledger <= 9; ledger++) {
        assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(ledger);
      }
      List<byte[]> after = ChainedLedgers.small(2, 10);
      lake.write(2, after);
      SourceException failure = catchThrowableOfType(SourceException.class, cursor::next);
      assertThat(failure.kind()).isEqualTo(SourceException.Kind.CORRUPT);
      assertThat(failure)
          .hasMessageStartingWith("FFFFFFFF--0-63999/FFFFFFF5--10.xdr.zst: ledger 10: ")
          .hasMessageContaining(TestLake.hashOf(before.get(7)))
          .hasMessageContaining(TestLake.hashOf(after.get(7)));
    }
  }

  /** Row 16: names tell where they can be listed; elsewhere nothing is where it should be. */
  @ParameterizedTest
  @EnumSource
  void aManifestThatIsNotTheNamesIsRefused(StoreKind kind) throws Exception {
    TestLake lake = lake().write(2, ChainedLedgers.of(2, 9));
    for (LakeLayout stated : List.of(new LakeLayout(1, 10), new LakeLayout(8, 8_000))) {
      lake.manifest(manifest(PASSPHRASE, stated.ledgersPerBatch(), stated.batchesPerPartition()));
      try (LakeLedgerSource source = open(kind)) {
        SourceException failure = catchThrowableOfType(SourceException.class, source::latest);
        if (kind == StoreKind.HTTP) {
          assertThat(failure).hasMessageEndingWith(" holds no ledgers");
        } else if (stated.ledgersPerBatch() == 1) {
          assertThat(failure)
              .hasMessage(
                  "FFFFFFFF--0-63999/ does not fit the lake's layout of 1 ledgers a file, 10 files"
                      + " a partition (LEDGERS_PER_FILE, FILES_PER_PARTITION)");
        } else {
          assertThat(failure)
              .hasMessageStartingWith("FFFFFFFF--0-63999/FFFFFFF6--9.xdr.zst does not fit");
        }
      } finally {
        server.close();
      }
    }
  }

  /** A manifest that is being written is no reason to end a live stream. */
  @ParameterizedTest
  @EnumSource
  void aManifestThatCannotBeReadForAMomentIsWaitedOut(StoreKind kind) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 10);
    TestLake lake = lake().write(2, ledgers.subList(0, 8));
    lake.manifest(manifest(PASSPHRASE, 1, 64_000));
    FaultPolicy faults = new FaultPolicy(TestLake.FAULTS);
    try (LakeLedgerSource source = open(kind, faults);
        LedgerCursor cursor = source.open(LedgerRange.live(9))) {
      cursor.next();
      lake.manifest("{\"ledgersPer");
      CompletableFuture<Optional<LedgerBytes>> next = Reading.nextOf(cursor);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> faults.trouble().filter(text -> text.contains("is not JSON")).isPresent());
      lake.manifest(manifest(PASSPHRASE, 1, 64_000));
      lake.write(10, ledgers.subList(8, 9));
      assertThat(next.get(30, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(10L);
    }
  }

  private static void awaitManifestInterval() throws InterruptedException {
    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
  }

  private static String manifest(String passphrase, long perFile, long perPartition) {
    return String.format(
        "{\"networkPassphrase\":\"%s\",\"ledgersPerBatch\":%d,\"batchesPerPartition\":%d}",
        passphrase, perFile, perPartition);
  }

  private TestLake lake() throws Exception {
    Path root = Files.createDirectories(StoreKind.rootIn(folder));
    return new TestLake(root, SINGLE, ObjectCodec.ZST);
  }

  private LakeLedgerSource open(StoreKind kind) throws Exception {
    return open(kind, new FaultPolicy(TestLake.FAULTS));
  }

  /** As the service opens it: by its manifest. */
  private LakeLedgerSource open(StoreKind kind, FaultPolicy faults) throws Exception {
    server = kind.serve(folder);
    ObjectStore store = server.open();
    Optional<LakeManifest> manifest = LakeManifest.read(store);
    return new LakeLedgerSource(
        store,
        manifest.map(LakeManifest::layout).orElse(SINGLE),
        manifest.flatMap(LakeManifest::networkPassphrase),
        TestLake.options(Duration.ZERO),
        faults);
  }
}
