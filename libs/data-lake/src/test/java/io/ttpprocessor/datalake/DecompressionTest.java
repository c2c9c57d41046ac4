package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import io.ttpprocessor.testkit.LargeLedger;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects as they come from a lake: whole, cut, flipped, glued together, and bombs. */
@Timeout(60)
class DecompressionTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final DecompressionLimits LIMITS = new DecompressionLimits(32L * MEBIBYTE, false);

  private final byte[] content = content(60_000, 1);

  @ParameterizedTest
  @EnumSource
  void whatWasCompressedComesBack(ObjectCodec codec) throws DecompressionException {
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 3 * MEBIBYTE}) {
      byte[] bytes = content(size, 2);
      assertThat(decompress(codec, compress(codec, bytes), LIMITS)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalFramesAreOneContent(ObjectCodec codec) throws DecompressionException {
    byte[] more = content(70_000, 3);
    byte[] glued = concat(compress(codec, content), compress(codec, more));
    assertThat(decompress(codec, glued, LIMITS)).isEqualTo(concat(content, more));
  }

  @ParameterizedTest
  @EnumSource
  void anObjectCutAnywhereIsRefused(ObjectCodec codec) {
    byte[] object = compress(codec, content);
    for (int length = 0; length < object.length; length += 97) {
      byte[] cut = Arrays.copyOf(object, length);
      assertThatThrownBy(() -> decompress(codec, cut, LIMITS))
          .as("%s cut at %d of %d", codec, length, object.length)
          .isInstanceOf(DecompressionException.class)
          .hasMessageStartingWith("compressed offset ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedBitNeverGoesUnnoticed(ObjectCodec codec) {
    byte[] object = compress(codec, content);
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      byte[] flipped = object.clone();
      int bit = random.nextInt(8 * object.length);
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] read = decompressOrNull(codec, flipped);
      // In gzip's header some bits (time, system) carry no meaning for the content.
      assertThat(read == null || Arrays.equals(read, content))
          .as("%s with bit %d flipped", codec, bit)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsTheLastFrameIsRefused(ObjectCodec codec) {
    byte[] object = compress(codec, content);
    for (int extra : new int[] {1, 4, 20}) {
      byte[] longer = concat(object, content(extra, 5));
      assertThatThrownBy(() -> decompress(codec, longer, LIMITS))
          .isInstanceOf(DecompressionException.class);
    }
  }

  @Test
  void aFrameWithoutChecksumIsReadOnlyWhenAllowed() throws DecompressionException {
    byte[] unchecked = TestLake.zstd(content, false);
    assertThatThrownBy(() -> decompress(ObjectCodec.ZST, unchecked, LIMITS))
        .isInstanceOf(DecompressionException.class)
        .hasMessageContaining("no content checksum")
        .hasMessageContaining("ALLOW_UNCHECKED_OBJECTS=true");
    assertThat(decompress(ObjectCodec.ZST, unchecked, new DecompressionLimits(MEBIBYTE, true)))
        .isEqualTo(content);
    byte[] second = concat(TestLake.zstd(content, true), unchecked);
    assertThatThrownBy(() -> decompress(ObjectCodec.ZST, second, LIMITS))
        .isInstanceOf(DecompressionException.class)
        .hasMessageContaining("no content checksum");
  }

  @ParameterizedTest
  @EnumSource
  void theLimitIsInclusive(ObjectCodec codec) throws DecompressionException {
    byte[] object = compress(codec, content);
    DecompressionLimits exact = new DecompressionLimits(content.length, false);
    assertThat(decompress(codec, object, exact)).isEqualTo(content);
    assertThatThrownBy(
            () -> decompress(codec, object, new DecompressionLimits(content.length - 1L, false)))
        .isInstanceOf(DecompressionException.class)
        .hasMessageContaining("more than the 59999 bytes allowed");
  }

  @ParameterizedTest
  @EnumSource
  void aBombIsRefusedByItsRatio(ObjectCodec codec) {
    byte[] bomb = compress(codec, new byte[64 * MEBIBYTE]);
    DecompressionLimits generous = new DecompressionLimits(1L << 30, false);
    assertThat(bomb.length).isLessThan(64 * MEBIBYTE / 1_000);
    assertThatThrownBy(() -> decompress(codec, bomb, generous))
        .isInstanceOf(DecompressionException.class)
        .hasMessageContaining("bytes allowed");
  }

  /** "--ultra --long=27", which a decoder would need a window of 128 MiB for. */
  @Test
  void aWindowThatIsTooLargeIsRefused() {
    byte[] object = TestLake.zstd(content, true);
    // Content size and single segment off, as all these objects have it: a window follows.
    assertThat(object[4] & 0b1110_0000).isZero();
    object[5] = (byte) ((27 - 10) << 3);
    assertThatThrownBy(() -> decompress(ObjectCodec.ZST, object, LIMITS))
        .isInstanceOf(DecompressionException.class)
        .hasMessage(
            "compressed offset 0: the zstd frame has a window of 2^27 bytes, more than the 2^26"
                + " allowed");
  }

  /** Frames of every shape that zstd writes: with sizes stated, of raw blocks, of runs. */
  @Test
  void framesOfAnyShapeComeBack() throws DecompressionException {
    Random random = new Random(11);
    byte[] noise = new byte[400_000];
    random.nextBytes(noise);
    byte[] runs = new byte[400_000];
    for (byte[] bytes : List.of(noise, runs, content(400_000, 12), concat(noise, runs))) {
      for (int level : new int[] {1, 3, 19}) {
        for (boolean stated : new boolean[] {true, false}) {
          try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            byte[] object =
                zstd.setLevel(level).setChecksum(true).setContentSize(stated).compress(bytes);
            DecompressionLimits exact = new DecompressionLimits(bytes.length, false);
            assertThat(decompress(ObjectCodec.ZST, object, exact)).isEqualTo(bytes);
          }
        }
      }
    }
  }

  /** Without its size stated, and of many small blocks: their bound is several times what comes. */
  @Test
  void aLargeFrameTakesNoMoreMemoryThanItBecomes() throws Exception {
    byte[] bytes = LargeLedger.of(100, 20 * MEBIBYTE);
    byte[] object = TestLake.zstd(bytes, true);
    assertThat(new ZstdFrame(object, 0, object.length).mostContent())
        .isGreaterThan(2L * bytes.length);
    ByteLease lease = ByteLease.unlimited();
    BoundedOutput output = output(object, lease);
    try (BoundedZstd zstd = new BoundedZstd(false)) {
      zstd.decompress(object, output);
    }
    assertThat(Arrays.equals(output.bytes(), bytes)).isTrue();
    assertThat(lease.peak()).isEqualTo((long) object.length + bytes.length);
  }

  /** Small ones before it had it taken for small. */
  @Test
  void aLargeFrameThatWasTakenForSmallIsMeasuredToo() throws Exception {
    byte[] bytes = LargeLedger.of(100, 20 * MEBIBYTE);
    byte[] object = TestLake.zstd(bytes, true);
    ByteLease lease = ByteLease.unlimited();
    BoundedOutput output =
        new BoundedOutput(MEBIBYTE, 256 * MEBIBYTE, object.length, lease, SpareArrays.none());
    try (BoundedZstd zstd = new BoundedZstd(false)) {
      zstd.decompress(object, output);
    }
    assertThat(Arrays.equals(output.bytes(), bytes)).isTrue();
    assertThat(lease.peak()).isEqualTo((long) object.length + bytes.length);
  }

  @Test
  void aLargeFrameThatIsDamagedIsRefused() {
    byte[] object = TestLake.zstd(LargeLedger.of(100, 20 * MEBIBYTE), true);
    byte[] flipped = object.clone();
    flipped[object.length / 2] ^= 1;
    byte[] cut = Arrays.copyOf(object, object.length - 1);
    for (byte[] damaged : List.of(flipped, cut)) {
      try (BoundedZstd zstd = new BoundedZstd(false)) {
        assertThatThrownBy(() -> zstd.decompress(damaged, output(damaged, ByteLease.unlimited())))
            .isInstanceOf(DecompressionException.class)
            .hasMessageStartingWith("compressed offset ");
      }
    }
  }

  private static BoundedOutput output(byte[] object, ByteLease lease) {
    return new BoundedOutput(
        6L * object.length, 256 * MEBIBYTE, object.length, lease, SpareArrays.none());
  }

  private static byte[] decompressOrNull(ObjectCodec codec, byte[] object) {
    try {
      return decompress(codec, object, LIMITS);
    } catch (DecompressionException e) {
      return null;
    }
  }

  private static byte[] decompress(ObjectCodec codec, byte[] object, DecompressionLimits limits)
      throws DecompressionException {
    try (BoundedZstd zstd = new BoundedZstd(limits.allowUnchecked())) {
      ByteLease lease = ByteLease.unlimited();
      BoundedOutput output =
          new BoundedOutput(
              2L * object.length,
              limits.maxBytesOf(object.length),
              object.length,
              lease,
              SpareArrays.none());
      codec.decompress(object, zstd, output);
      output.trim();
      return Arrays.copyOf(output.bytes(), output.size());
    } catch (BudgetExceededException e) {
      throw new AssertionError("a lease without a limit was refused", e);
    }
  }

  private static byte[] compress(ObjectCodec codec, byte[] bytes) {
    return codec == ObjectCodec.GZIP ? TestLake.gzip(bytes) : TestLake.zstd(bytes, true);
  }

  /** Bytes that shrink to about a half. */
  private static byte[] content(int size, int seed) {
    byte[] bytes = new byte[size];
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) random.nextInt(16);
    }
    return bytes;
  }

  private static byte[] concat(byte[] left, byte[] right) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(left);
    bytes.writeBytes(right);
    return bytes.toByteArray();
  }
}
