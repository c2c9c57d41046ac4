package io.ttpprocessor.samplelake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellar.sdk.xdr.LedgerCloseMeta;
import org.stellar.sdk.xdr.LedgerHeader;
import org.stellar.sdk.xdr.TransactionResultMeta;
import org.stellar.sdk.xdr.TransactionResultPair;
import org.stellar.sdk.xdr.TransactionResultSet;
import org.stellar.sdk.xdr.XdrDataInputStream;

@Timeout(60)
class SampleLakeTest {
  @TempDir private Path folder;

  @Test
  void sameOptionsGiveTheSameBytes() throws IOException {
    SampleLake.write(options(folder.resolve("a"), 30, 2, 1, 64_000));
    SampleLake.write(options(folder.resolve("b"), 30, 2, 1, 64_000));
    assertThat(files(folder.resolve("a"))).hasSize(31);
    assertSameFiles(files(folder.resolve("b")), files(folder.resolve("a")));
  }

  @Test
  void aLongerLakeBeginsWithTheShorter() throws IOException {
    SampleLake.write(options(folder.resolve("short"), 10, 2, 1, 64_000));
    SampleLake.write(options(folder.resolve("long"), 20, 2, 1, 64_000));
    Map<String, byte[]> longer = files(folder.resolve("long"));
    Map<String, byte[]> shorter = files(folder.resolve("short"));
    longer.keySet().retainAll(shorter.keySet());
    assertSameFiles(longer, shorter);
  }

  @Test
  void anotherSeedGivesOtherLedgers() {
    byte[] one = new SampleLedgers(1, SampleLakeOptions.STANDALONE, 2, 5).next().hash();
    byte[] two = new SampleLedgers(2, SampleLakeOptions.STANDALONE, 2, 5).next().hash();
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void namesFollowSep54() throws IOException {
    SampleLake.write(options(folder, 1, 2, 1, 64_000));
    assertThat(files(folder))
        .containsOnlyKeys(".config.json", "FFFFFFFF--0-63999/FFFFFFFD--2.xdr.zst");
    assertThat(LakeWriter.objectName(options(folder, 1, 2, 64, 10), 63))
        .isEqualTo("FFFFFFFF--0-639/FFFFFFFF--0-63.xdr.zst");
    assertThat(LakeWriter.objectName(options(folder, 1, 2, 64, 10), 640))
        .isEqualTo("FFFFFD7F--640-1279/FFFFFD7F--640-703.xdr.zst");
    assertThat(LakeWriter.objectName(options(folder, 1, 2, 1, 1), 2))
        .isEqualTo("FFFFFFFD--2.xdr.zst");
  }

  @Test
  void theManifestSaysHowTheLakeIsLaidOut() throws IOException {
    SampleLake.write(options(folder, 1, 64, 64, 10));
    JsonNode manifest =
        new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(".config.json")));
    assertThat(manifest.get("networkPassphrase").asText()).isEqualTo(SampleLakeOptions.STANDALONE);
    assertThat(manifest.get("compression").asText()).isEqualTo("zstd");
    assertThat(manifest.get("ledgersPerBatch").asInt()).isEqualTo(64);
    assertThat(manifest.get("batchesPerPartition").asInt()).isEqualTo(10);
  }

  @Test
  void ledgersReadBackAndAreChained() throws Exception {
    SampleLakeSummary summary = SampleLake.write(options(folder, 100, 64, 64, 1));
    List<LedgerCloseMeta> ledgers = readBack(folder);
    assertThat(summary.firstLedger()).isEqualTo(64);
    assertThat(summary.lastLedger()).isEqualTo(191);
    assertThat(ledgers).hasSize(128);
    byte[] previous = null;
    long sequence = 64;
    for (LedgerCloseMeta ledger : ledgers) {
      LedgerHeader header = ledger.getV1().getLedgerHeader().getHeader();
      byte[] hash = ledger.getV1().getLedgerHeader().getHash().getHash();
      assertThat(header.getLedgerSeq().getUint32().getNumber()).isEqualTo(sequence);
      assertThat(hash).isEqualTo(sha256(header.toXdrByteArray()));
      assertThat(header.getScpValue().getTxSetHash().getHash())
          .isEqualTo(sha256(ledger.getV1().getTxSet().toXdrByteArray()));
      assertThat(header.getTxSetResultHash().getHash()).isEqualTo(sha256(results(ledger)));
      if (previous != null) {
        assertThat(header.getPreviousLedgerHash().getHash()).isEqualTo(previous);
        assertThat(ledger.getV1().getTxSet().getV1TxSet().getPreviousLedgerHash().getHash())
            .isEqualTo(previous);
      }
      previous = hash;
      sequence++;
    }
  }

  @Test
  void objectsCarryAContentChecksum() throws IOException {
    SampleLake.write(options(folder, 1, 2, 1, 1));
    byte[] object = Files.readAllBytes(folder.resolve("FFFFFFFD--2.xdr.zst"));
    // RFC 8878, 3.1.1.1: bit 2 of the frame header's descriptor, which follows the magic number.
    assertThat(object[4] & 0b100).isEqualTo(0b100);
  }

  @Test
  void everyKindOfEventIsMeant() {
    SampleLedgers ledgers = new SampleLedgers(3, SampleLakeOptions.STANDALONE, 2, 20);
    EventTally tally = new EventTally();
    for (int i = 0; i < 100; i++) {
      tally.addAll(ledgers.next().events());
    }
    for (EventKind kind : EventKind.values()) {
      assertThat(tally.total(kind).count()).as(kind.label()).isPositive();
    }
  }

  @Test
  void allWrongOptionsAreNamedAtOnce() {
    assertThatThrownBy(() -> new SampleLakeOptions(folder, " ", 1, 0, -1, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network passphrase is empty")
        .hasMessageContaining("ledgers is 0")
        .hasMessageContaining("transactions is -1")
        .hasMessageContaining("first ledger is 1")
        .hasMessageContaining("ledgers per file is 0")
        .hasMessageContaining("files per partition is 0");
  }

  @Test
  void aFirstLedgerInsideAFileIsRefused() {
    assertThatThrownBy(() -> options(folder, 1, 65, 64, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 64");
  }

  @Test
  void theCommandEndsWithTwoOnWrongOptions() {
    String target = folder.resolve("x").toString();
    assertThat(SampleLakeMain.execute("--directory", target, "--ledgers", "0")).isEqualTo(2);
    assertThat(SampleLakeMain.execute()).isEqualTo(2);
    assertThat(SampleLakeMain.execute("--directory", target, "--ledgers", "1")).isZero();
    assertThat(folder.resolve("x/.config.json")).exists();
  }

  private static SampleLakeOptions options(
      Path directory, long ledgers, long first, long perFile, long perPartition) {
    return new SampleLakeOptions(
        directory, SampleLakeOptions.STANDALONE, 11, ledgers, 8, first, perFile, perPartition);
  }

  private static void assertSameFiles(Map<String, byte[]> actual, Map<String, byte[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  /** The ledgers of all objects in ascending order, read with the SDK's classes. */
  private static List<LedgerCloseMeta> readBack(Path folder) throws IOException {
    Map<String, byte[]> objects = new TreeMap<>(files(folder)).descendingMap();
    List<LedgerCloseMeta> ledgers = new ArrayList<>();
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      if (!object.getKey().endsWith(".zst")) {
        continue;
      }
      byte[] batch =
          Zstd.decompress(
              object.getValue(), Math.toIntExact(Zstd.getFrameContentSize(object.getValue())));
      DataInputStream head = new DataInputStream(new ByteArrayInputStream(batch));
      int first = head.readInt();
      int last = head.readInt();
      int count = head.readInt();
      assertThat(count).isEqualTo(last - first + 1);
      XdrDataInputStream body = new XdrDataInputStream(new ByteArrayInputStream(batch));
      assertThat(body.skipBytes(12)).isEqualTo(12);
      for (int i = 0; i < count; i++) {
        ledgers.add(LedgerCloseMeta.decode(body));
      }
      assertThat(body.read()).as("nothing follows the last ledger").isEqualTo(-1);
    }
    return ledgers;
  }

  private static byte[] results(LedgerCloseMeta ledger) throws IOException {
    TransactionResultSet set = new TransactionResultSet();
    set.setResults(
        Stream.of(ledger.getV1().getTxProcessing())
            .map(TransactionResultMeta::getResult)
            .toArray(TransactionResultPair[]::new));
    return set.toXdrByteArray();
  }

  private static byte[] sha256(byte[] content) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(content);
  }
}
