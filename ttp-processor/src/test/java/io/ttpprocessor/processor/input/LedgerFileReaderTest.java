package io.ttpprocessor.processor.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the same ledgers come out of every form a file may have, and what is none is refused with
 * file and offset. Method: one chain of ledgers, packed by hand in each form.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LedgerFileReaderTest {
  private static final String NAME = "ledgers.bin";

  static Stream<Arguments> forms() throws IOException {
    byte[] frames = ChainedLedgers.frames();
    byte[] batch = batch(ChainedLedgers.all());
    byte[] lines = base64Lines("\n");
    return Stream.of(
        Arguments.of("frames", frames),
        Arguments.of("frames in zstd", Zstd.compress(frames)),
        Arguments.of("frames in two zstd frames", twice(frames)),
        Arguments.of("frames in gzip", gzip(frames)),
        Arguments.of("batch", batch),
        Arguments.of("batch in zstd", Zstd.compress(batch)),
        Arguments.of("base64", lines),
        Arguments.of("base64 with CRLF and blank lines", base64Lines("\r\n\r\n")),
        Arguments.of("base64 in gzip", gzip(lines)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsTheSameLedgersFromEveryForm(String form, byte[] file) throws IOException {
    assertThat(read(file)).as(form).containsExactlyElementsOf(ChainedLedgers.all());
  }

  @Test
  void readsOneLedgerOfEachVersion() throws IOException {
    for (byte[] ledger : ChainedLedgers.all()) {
      assertThat(read(ledger)).containsExactly(ledger);
      assertThat(read(Zstd.compress(ledger))).containsExactly(ledger);
    }
    assertThat(ChainedLedgers.all().stream().map(ledger -> ledger[3]).distinct())
        .as("versions of LedgerCloseMeta in the chain")
        .contains((byte) 0, (byte) 1, (byte) 2);
  }

  @Test
  void readsABatchThatBeginsWithTheNetworksFirstLedgers() throws IOException {
    List<byte[]> ledgers = ChainedLedgers.all().subList(0, 3);
    byte[] batch = batch(ledgers);
    ByteBuffer.wrap(batch).putInt(2).putInt(4);
    assertThat(read(batch)).containsExactlyElementsOf(ledgers);
  }

  @Test
  void tellsWhereEachLedgerBegins() throws IOException {
    try (LedgerFileReader reader = open(ChainedLedgers.frames())) {
      assertThat(reader.next()).extracting(FileLedger::offset).isEqualTo(4L);
      assertThat(reader.next())
          .extracting(FileLedger::offset)
          .isEqualTo(8L + ChainedLedgers.all().get(0).length);
    }
  }

  @Test
  void readsAStreamWithoutHoldingItAll() throws IOException {
    byte[] frames = ChainedLedgers.frames();
    int[] given = {0};
    InputStream counting =
        new ByteArrayInputStream(frames) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            given[0] += Math.max(0, count);
            return count;
          }
        };
    try (LedgerFileReader reader = LedgerFileReader.of(NAME, counting)) {
      reader.next();
      assertThat(given[0]).isLessThan(frames.length / 4);
    }
  }

  static Stream<byte[]> filesOfOtherKinds() {
    byte[] random = new byte[4096];
    new Random(7).nextBytes(random);
    byte[] marked = random.clone();
    marked[0] |= (byte) 0x80;
    byte[] unmarked = random.clone();
    unmarked[0] &= 0x7f;
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};
    return Stream.of(marked, unmarked, jpeg, new byte[] {9, 9}, new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("filesOfOtherKinds")
  void saysWhatAFileOughtToBe(byte[] file) {
    assertThatExceptionOfType(LedgerFileException.class)
        .isThrownBy(() -> open(file))
        .withMessageStartingWith(NAME + ", offset 0: ")
        .withMessageContaining("expected a stream of frames")
        .withMessageContaining("LedgerCloseMetaBatch")
        .withMessageContaining("base64");
  }

  static Stream<Arguments> faults() {
    byte[] frames = ChainedLedgers.frames();
    int first = ChainedLedgers.all().get(0).length;
    byte[] unmarked = frames.clone();
    unmarked[4 + first] = 0;
    byte[] packed = Zstd.compress(frames);
    byte[] batch = batch(ChainedLedgers.all());
    byte[] brokenBatch = batch.clone();
    Arrays.fill(brokenBatch, 12 + first, 12 + first + 4, (byte) 0x7f);
    return Stream.of(
        Arguments.of("a cut frame", Arrays.copyOf(frames, 4 + first + 4 + 10), 1, first + 18L),
        Arguments.of("a length without its high bit", unmarked, 1, 4L + first),
        Arguments.of("half a length", Arrays.copyOf(frames, 4 + first + 2), 1, 6L + first),
        Arguments.of("an empty file", new byte[0], 0, 0L),
        Arguments.of("a word that begins nothing", ints(7, 6, 5, 4), 0, 0L),
        Arguments.of("too little for anything", ints(1, 0), 0, 0L),
        Arguments.of(
            "bytes after a batch", Arrays.copyOf(batch, batch.length + 4), 64, batch.length),
        Arguments.of("a batch's second ledger", brokenBatch, 1, 12L + first),
        Arguments.of("base64 cut in a group", "AAAAA".getBytes(StandardCharsets.US_ASCII), 0, 0L),
        Arguments.of("a gigantic frame", ints(0xffff_ffff, 0, 0, 0), 0, 0L),
        Arguments.of("zstd cut short", Arrays.copyOf(packed, packed.length / 2), -1, -1L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesWhatIsBrokenNamingFileAndOffset(String fault, byte[] file, int good, long offset) {
    List<byte[]> ledgers = new ArrayList<>();
    assertThatExceptionOfType(LedgerFileException.class)
        .as(fault)
        .isThrownBy(() -> readInto(ledgers, file))
        .withMessageStartingWith(NAME + ", offset " + (offset < 0 ? "" : offset + ": "));
    if (good >= 0) {
      assertThat(ledgers).containsExactlyElementsOf(ChainedLedgers.all().subList(0, good));
    }
  }

  private static List<byte[]> read(byte[] file) throws IOException {
    List<byte[]> ledgers = new ArrayList<>();
    readInto(ledgers, file);
    return ledgers;
  }

  private static void readInto(List<byte[]> ledgers, byte[] file) throws IOException {
    try (LedgerFileReader reader = open(file)) {
      FileLedger ledger = reader.next();
      while (ledger != null) {
        ledgers.add(ledger.ledgerCloseMeta());
        ledger = reader.next();
      }
    }
  }

  private static LedgerFileReader open(byte[] file) throws IOException {
    return LedgerFileReader.of(NAME, new ByteArrayInputStream(file));
  }

  private static byte[] batch(List<byte[]> ledgers) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.writeBytes(
        ints(ChainedLedgers.FIRST, ChainedLedgers.FIRST + ledgers.size() - 1, ledgers.size()));
    ledgers.forEach(batch::writeBytes);
    return batch.toByteArray();
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  private static byte[] base64Lines(String lineEnd) {
    return ChainedLedgers.all().stream()
        .map(Base64.getEncoder()::encodeToString)
        .collect(Collectors.joining(lineEnd))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] twice(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(Zstd.compress(Arrays.copyOf(bytes, bytes.length / 2)));
    packed.writeBytes(Zstd.compress(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length)));
    return packed.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
