package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects that are cut, flipped, misplaced or of another chain: the stream stops and names them.
 */
@Timeout(60)
class DamagedLakeTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);
  private static final LakeLayout BATCHED = new LakeLayout(64, 10);

  @TempDir Path root;

  @Test
  void aCutObjectIsNamedWithItsOffset() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    byte[] whole = Files.readAllBytes(lake.file(5));
    lake.put(5, Arrays.copyOf(whole, whole.length - 10));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
          .startsWith(
              "CORRUPT FFFFFFFF--0-63999/FFFFFFFA--5.xdr.zst (ledgers 5 to 5): compressed offset ");
    }
  }

  @Test
  void aFlippedBitIsCorrupt() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    byte[] object = Files.readAllBytes(lake.file(5));
    object[object.length / 2] ^= 0x10;
    lake.put(5, object);
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.live(4), 1))
          .startsWith("CORRUPT FFFFFFFF--0-63999/FFFFFFFA--5.xdr.zst");
    }
  }

  @Test
  void xdrThatIsCutNamesLedgerAndOffset() throws Exception {
    TestLake lake = new TestLake(root, BATCHED, ObjectCodec.ZST);
    List<byte[]> ledgers = ChainedLedgers.of(64, 127);
    byte[] batch = TestLake.batch(64, ledgers);
    int cut = batch.length - ledgers.get(63).length - ledgers.get(62).length / 2;
    lake.put(64, lake.compress(Arrays.copyOf(batch, cut)));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(64, 127), 0))
          .startsWith("CORRUPT FFFFFFFF--0-639/FFFFFFBF--64-127.xdr.zst: ledger 126: ")
          .containsPattern("at byte \\d+");
    }
  }

  @Test
  void bytesAfterTheBatchAreRefused() throws Exception {
    TestLake lake = new TestLake(root, BATCHED, ObjectCodec.GZIP);
    byte[] batch = TestLake.batch(64, ChainedLedgers.of(64, 127));
    lake.put(64, lake.compress(Arrays.copyOf(batch, batch.length + 4)));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(64, 127), 0))
          .startsWith("CORRUPT FFFFFFFF--0-639/FFFFFFBF--64-127.xdr.gz: ")
          .contains("TRAILING_BYTES");
    }
  }

  /** As it was written, wrong as that is: whoever decodes it has to check it, and says so. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GZIP")
  void aLedgerAloneIsHandedOnWhateverFollowsItsHeader(ObjectCodec codec) throws Exception {
    TestLake lake = new TestLake(root, SINGLE, codec).write(2, ChainedLedgers.of(2, 9));
    byte[] whole = ChainedLedgers.of(2, 9).get(3);
    for (int length : new int[] {endOfHeader(whole), whole.length - 4, whole.length + 4}) {
      byte[] ledger = Arrays.copyOf(whole, length);
      lake.put(5, lake.compress(TestLake.batch(5, List.of(ledger))));
      try (LakeLedgerSource source = lake.open()) {
        assertThat(Reading.readAll(source, LedgerRange.bounded(2, 9)).get(3).copy())
            .isEqualTo(ledger);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GZIP")
  void aLedgerAloneWithoutItsWholeHeaderIsCorrupt(ObjectCodec codec) throws Exception {
    TestLake lake = new TestLake(root, SINGLE, codec).write(2, ChainedLedgers.of(2, 9));
    byte[] whole = ChainedLedgers.of(2, 9).get(3);
    for (int length : new int[] {0, 3, 4, 8, endOfHeader(whole) - 1}) {
      byte[] ledger = Arrays.copyOf(whole, length);
      lake.put(5, lake.compress(TestLake.batch(5, List.of(ledger))));
      try (LakeLedgerSource source = lake.open()) {
        assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
            .startsWith("CORRUPT " + lake.key(5) + ": ledger 5: TRUNCATED at byte ");
      }
    }
  }

  /** Each frame is whole, and so is what there is of the object: its ledger is not. */
  @Test
  void anObjectCutBetweenItsFramesIsCorrupt() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    byte[] batch = TestLake.batch(5, ChainedLedgers.of(2, 9).subList(3, 4));
    byte[] second = Arrays.copyOfRange(batch, batch.length - 8, batch.length - 4);
    ByteBuffer frames = ByteBuffer.allocate(2 * batch.length + 100);
    frames.put(TestLake.zstd(Arrays.copyOf(batch, batch.length - 8), true));
    frames.put(TestLake.zstd(second, true));
    lake.put(5, Arrays.copyOf(frames.array(), frames.position()));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
          .startsWith("CORRUPT " + lake.key(5) + ": ledger 5: TRUNCATED at byte ");
    }
  }

  /** Nothing else would tell that it is damaged. */
  @Test
  void aLedgerOfAnObjectWithoutAChecksumIsCheckedWhole() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    byte[] whole = ChainedLedgers.of(2, 9).get(3);
    byte[] cut = TestLake.batch(5, List.of(Arrays.copyOf(whole, whole.length - 4)));
    lake.put(5, TestLake.zstd(cut, false));
    LakeOptions unchecked =
        new LakeOptions(Duration.ofMillis(10), Duration.ZERO, 4, 16L << 20, 2, 64L << 20, true, 2);
    try (LakeLedgerSource source = lake.open(unchecked)) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 3))
          .startsWith("CORRUPT " + lake.key(5) + ": ledger 5: TRUNCATED at byte ");
    }
  }

  private static int endOfHeader(byte[] ledger) {
    LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
    return LedgerCloseMetas.header(meta).end();
  }

  @Test
  void aBatchThatIsNotTheKeysIsRefused() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST);
    lake.put(3, lake.compress(TestLake.batch(2, ChainedLedgers.of(2, 2))));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(3, 3), 0))
          .isEqualTo(
              "CORRUPT FFFFFFFF--0-63999/FFFFFFFC--3.xdr.zst:"
                  + " the batch says that it holds ledgers 2 to 2, its key 3 to 3");
    }
  }

  @Test
  void aBatchWhoseCountIsNotItsBoundsIsRefused() throws Exception {
    TestLake lake = new TestLake(root, BATCHED, ObjectCodec.ZST);
    byte[] batch = TestLake.batch(64, ChainedLedgers.of(64, 126));
    batch[7] = 127;
    lake.put(64, lake.compress(batch));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(64, 70), 0))
          .endsWith("the batch says that it holds ledgers 64 to 127, and holds 63");
    }
  }

  @Test
  void aLedgerOutOfItsPlaceIsRefused() throws Exception {
    TestLake lake = new TestLake(root, BATCHED, ObjectCodec.ZST);
    List<byte[]> ledgers = ChainedLedgers.of(64, 127);
    ledgers.set(5, ledgers.get(6));
    lake.write(64, ledgers);
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(64, 70), 0))
          .contains("FFFFFFBF--64-127.xdr.zst: expected ledger 69, found ledger 70 (byte offset ");
    }
  }

  @Test
  void aBrokenHashChainStopsAtItsLedgerAndNamesBothHashes() throws Exception {
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    byte[] stranger = ChainedLedgers.of(6, 6).get(0);
    lake.put(6, lake.compress(TestLake.batch(6, List.of(stranger))));
    try (LakeLedgerSource source = lake.open()) {
      assertThat(Reading.failureAfter(source, LedgerRange.bounded(2, 9), 4))
          .startsWith("CORRUPT FFFFFFFF--0-63999/FFFFFFF9--6.xdr.zst: ledger 6: names ")
          .contains("0".repeat(64))
          .contains(TestLake.hashOf(ChainedLedgers.of(2, 5).get(3)));
    }
  }
}
