package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that is used again: what is counted, and that it never shows through. */
@Timeout(60)
class SpareArraysTest {
  private final BoundedZstd zstd = new BoundedZstd(false);
  private final ByteBudget budget = new ByteBudget(1_000);

  @TempDir Path root;

  @AfterEach
  void close() {
    zstd.close();
  }

  @Test
  void theArrayLastGivenThatFitsIsTaken() {
    SpareArrays spares = new SpareArrays(budget, 4);
    byte[] small = new byte[100];
    byte[] larger = new byte[200];
    byte[] large = new byte[500];
    List.of(large, larger, small).forEach(spares::give);
    assertThat(budget.used()).isEqualTo(800);
    assertThat(spares.take(150)).containsSame(larger);
    assertThat(spares.take(150)).containsSame(large);
    assertThat(spares.take(150)).isEmpty();
    // Fifty times what is needed would be held for nothing.
    assertThat(spares.take(2)).isEmpty();
    assertThat(spares.take(100)).containsSame(small);
    assertThat(budget.used()).isZero();
  }

  @Test
  void theOldestMakesRoomAndNothingIsHeldAboveTheBudget() {
    SpareArrays spares = new SpareArrays(budget, 2);
    byte[] newest = new byte[102];
    List.of(new byte[100], new byte[101], newest).forEach(spares::give);
    assertThat(budget.used()).isEqualTo(203);
    spares.give(new byte[950]);
    assertThat(budget.used()).isEqualTo(102);
    assertThat(spares.take(90)).containsSame(newest);
    spares.give(newest);
    spares.close();
    spares.give(newest);
    assertThat(budget.used()).isZero();
    assertThat(spares.take(90)).isEmpty();
  }

  @Test
  void anArrayLongerThanTheLimitIsFilledUpToTheLimit() throws Exception {
    SpareArrays spares = new SpareArrays(new ByteBudget(1 << 20), 1);
    byte[] object = TestLake.zstd(new byte[40_000], true);
    spares.give(new byte[60_000]);
    BoundedOutput tooSmall =
        new BoundedOutput(40_000, 39_999, object.length, ByteLease.unlimited(), spares);
    assertThatThrownBy(() -> ObjectCodec.ZST.decompress(object, zstd, tooSmall))
        .isInstanceOf(DecompressionException.class)
        .hasMessageContaining("decompresses to more than the 39999 bytes allowed");
    byte[] array = new byte[60_000];
    spares.give(array);
    BoundedOutput enough =
        new BoundedOutput(40_000, 40_000, object.length, ByteLease.unlimited(), spares);
    ObjectCodec.ZST.decompress(object, zstd, enough);
    enough.trim();
    assertThat(enough.bytes()).isSameAs(array);
    assertThat(enough.size()).isEqualTo(40_000);
  }

  @ParameterizedTest
  @EnumSource(ObjectCodec.class)
  void aCursorThatMayReuseItsMemoryHandsOutEveryLedgerByteForByte(ObjectCodec codec)
      throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 300);
    TestLake lake = new TestLake(root, new LakeLayout(3, 1_000), codec).write(2, ledgers);
    try (LakeLedgerSource source = lake.open()) {
      try (LedgerCursor cursor = source.open(LedgerRange.bounded(2, 300))) {
        cursor.reuseMemory();
        for (byte[] expected : ledgers) {
          LedgerBytes ledger = cursor.next().orElseThrow();
          assertThat(ledger.copy()).isEqualTo(expected);
        }
        assertThat(cursor.next()).isEqualTo(Optional.empty());
        assertThat(source.bytesAhead()).as("given back by the stream").isPositive();
      }
      assertThat(source.bytesAhead()).isZero();
    }
  }

  @Test
  void aCursorThatMayNotReusesNone() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 100);
    TestLake lake = new TestLake(root, new LakeLayout(1, 1_000), ObjectCodec.ZST);
    lake.write(2, ledgers);
    try (LakeLedgerSource source = lake.open()) {
      List<LedgerBytes> read = Reading.readAll(source, LedgerRange.bounded(2, 100));
      assertThat(read).extracting(LedgerBytes::copy).containsExactlyElementsOf(ledgers);
    }
  }
}
