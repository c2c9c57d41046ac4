package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands over lakes that are whole and lakes that are not: what they say, and exit with. */
@Timeout(60)
class LakeCommandsTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);

  @TempDir Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({"1, 64000", "1, 1", "1, 16", "8, 4", "64, 1"})
  void aWholeLakeIsFoundWhole(long perFile, long perPartition) throws Exception {
    LakeLayout layout = new LakeLayout(perFile, perPartition);
    new TestLake(root, layout, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 127));
    Map<String, String> shape =
        Map.of(
            "LEDGERS_PER_FILE", Long.toString(perFile),
            "FILES_PER_PARTITION", Long.toString(perPartition));
    assertThat(run(shape, "scan")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("whole").asBoolean()).isTrue();
    assertThat(json.path("objects").asLong()).isEqualTo(perFile == 1 ? 126 : 128 / perFile);
    assertThat(json.path("first_ledger").asLong()).isEqualTo(perFile == 1 ? 2 : 0);
    assertThat(json.path("last_ledger").asLong()).isEqualTo(127);
    assertThat(json.path("missing")).isEmpty();
  }

  @Test
  void holesAndWrongNamesAreTold() throws Exception {
    TestLake lake =
        new TestLake(root, new LakeLayout(1, 16), ObjectCodec.ZST)
            .write(2, ChainedLedgers.of(2, 100));
    lake.manifest("{\"ledgersPerBatch\":1,\"batchesPerPartition\":16}");
    for (long ledger : new long[] {20, 31, 32, 33, 50}) {
      Files.delete(lake.file(ledger));
    }
    Files.writeString(lake.file(60).resolveSibling("FFFFFFC3--61.xdr.zst"), "moved");
    Files.writeString(lake.file(60).resolveSibling("notes.txt"), "not a ledger");
    assertThat(run(Map.of(), "scan")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("whole").asBoolean()).isFalse();
    assertThat(json.path("missing").toString())
        .isEqualTo(
            "[{\"first\":50,\"last\":50,\"first_key\":\"FFFFFFCF--48-63/FFFFFFCD--50\"},"
                + "{\"first\":31,\"last\":33,\"first_key\":\"FFFFFFEF--16-31/FFFFFFE0--31\"},"
                + "{\"first\":20,\"last\":20,\"first_key\":\"FFFFFFEF--16-31/FFFFFFEB--20\"}]");
    assertThat(json.path("wrong_name_count").asInt()).isEqualTo(2);
    assertThat(json.path("wrong_names").toString())
        .contains("FFFFFFCF--48-63/FFFFFFC3--61.xdr.zst")
        .contains("FFFFFFCF--48-63/notes.txt");
  }

  /** As an upload leaves it that broke off, or a disk that was full. */
  @Test
  void anObjectWithoutAByteIsADefect() throws Exception {
    TestLake lake =
        new TestLake(root, SINGLE, ObjectCodec.ZST).write(10, ChainedLedgers.of(10, 20));
    lake.put(15, new byte[0]);
    assertThat(run(Map.of(), "scan")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("whole").asBoolean()).isFalse();
    assertThat(json.path("objects").asLong()).isEqualTo(11);
    assertThat(json.path("missing")).isEmpty();
    assertThat(json.path("empty_object_count").asInt()).isEqualTo(1);
    assertThat(json.path("empty_objects").toString())
        .isEqualTo("[\"FFFFFFFF--0-63999/FFFFFFF0--15.xdr.zst\"]");
    assertThat(run(Map.of(), "scan", "--end", "14")).isZero();
  }

  @Test
  void aRangeIsHeldAgainstItsBounds() throws Exception {
    new TestLake(root, SINGLE, ObjectCodec.ZST).write(10, ChainedLedgers.of(10, 20));
    assertThat(run(Map.of(), "scan", "--start", "12", "--end", "19")).isZero();
    assertThat(run(Map.of(), "scan", "--start", "8", "--end", "22")).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"first\" : 21,")
        .contains("\"last\" : 22,")
        .contains("\"first\" : 8,")
        .contains("\"last\" : 9,");
  }

  @Test
  void anEmptyLakeIsNotWhole() throws Exception {
    assertThat(run(Map.of(), "scan")).isEqualTo(1);
  }

  @Test
  void aChainIsVerifiedToItsLastHash() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 40);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    assertThat(run(Map.of(), "verify", "2", "40")).isZero();
    assertThat(out.toString())
        .startsWith("ledgers 2..40 of ")
        .contains(": 39 ledgers whole and in order; network unknown")
        .contains(TestLake.hashOf(ledgers.get(38)));

    byte[] whole = Files.readAllBytes(lake.file(30));
    lake.put(30, Arrays.copyOf(whole, whole.length - 1));
    assertThat(run(Map.of(), "verify", "2", "40")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("verify: FFFFFFFF--0-63999/FFFFFFE1--30.xdr.zst (ledgers 30 to 30): ");
  }

  /** Sound objects of a writer that was at fault: a stream hands them on as they are. */
  @Test
  void xdrThatIsNoneIsVerifiedWithItsObject() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 40);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    byte[] whole = ledgers.get(28);
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    lake.put(30, lake.compress(TestLake.batch(30, List.of(cut))));
    assertThat(run(Map.of(), "verify", "2", "40")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("verify: FFFFFFFF--0-63999/FFFFFFE1--30.xdr.zst: ledger 30: TRUNCATED at byte");
  }

  /** A lake that is whole in itself, and is not the network's from one ledger on. */
  @Test
  void anAlteredLakeIsFoundByAHistoryArchive(@TempDir Path archive) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 150);
    TestArchive.write(archive, 2, ledgers, 127);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    String url = "--archive=" + archive.toUri();
    assertThat(run(Map.of(), "verify", "2", "127", url)).isZero();
    assertThat(out.toString()).contains("; all as in the history archive " + archive.toRealPath());
    assertThat(run(Map.of(), "verify", "2", "150", url)).isZero();
    assertThat(out.toString()).contains("; to ledger 127 as in the history archive ");
    assertThat(run(Map.of(), "verify", "130", "150", url)).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "no checkpoint yet of any of the ledgers 130..150: its newest ends with ledger 127");

    List<byte[]> forged = new ArrayList<>(ledgers);
    byte[] previous = HexFormat.of().parseHex(TestLake.hashOf(ledgers.get(97)));
    for (int i = 98; i < forged.size(); i++) {
      // Ledger 100 is what 99 was; all after it follow it as they should.
      byte[] ledger = ledgers.get(i == 98 ? 97 : i).clone();
      previous = ChainedLedgers.chain(ledger, i + 2, previous);
      forged.set(i, ledger);
    }
    lake.write(2, forged);
    assertThat(run(Map.of(), "verify", "2", "127")).isZero();
    assertThat(run(Map.of(), "verify", "2", "127", url)).isEqualTo(1);
    assertThat(err.toString())
        .contains("--100.xdr.zst")
        .contains("ledger 100 is not the network's: its hash is ")
        .contains(TestLake.hashOf(ledgers.get(98)));
  }

  /**
   * With 191 the checkpoint after 127 is full, and may be on its way until with 255 the next one
   * is.
   */
  @Test
  void anArchiveThatEndsTooSoonIsNoAnchor(@TempDir Path archive) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 255);
    TestArchive.write(archive, 2, ledgers, 127);
    new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    String url = "--archive=" + archive.toUri();
    assertThat(run(Map.of(), "verify", "128", "255", url)).isEqualTo(1);
    assertThat(err.toString()).contains("has no checkpoint yet of any of the ledgers 128..255");
    assertThat(run(Map.of(), "verify", "2", "254", url)).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(run(Map.of(), "verify", "2", "255", url)).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("verify: the newest checkpoint of the history archive ")
        .contains(" ends with ledger 127, but ledgers up to 255 are to be held against it: take");
  }

  /** Its newest ledger is none that ends a checkpoint. */
  @Test
  void aCheckpointThatIsNotFullAnchorsNothing(@TempDir Path archive) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 71);
    TestArchive.write(archive, 2, ledgers, 71);
    new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    String url = "--archive=" + archive.toUri();
    assertThat(run(Map.of(), "verify", "64", "71", url)).isEqualTo(1);
    assertThat(err.toString())
        .contains("no checkpoint yet of any of the ledgers 64..71: its newest ends with ledger 63");
    assertThat(run(Map.of(), "verify", "60", "71", url)).isZero();
    assertThat(out.toString()).contains("; to ledger 63 as in the history archive ");
  }

  @Test
  void anArchiveThatCannotServeIsNamed(@TempDir Path archive) throws Exception {
    new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 70));
    String url = "--archive=" + archive.toUri();
    assertThat(run(Map.of(), "verify", "2", "70", "--archive=nowhere")).isEqualTo(1);
    assertThat(err.toString()).contains("--archive is \"nowhere\", no URL");
    assertThat(run(Map.of(), "verify", "2", "70", "--archive=file:///none")).isEqualTo(2);
    assertThat(err.toString()).contains("--archive names no folder that can be read");
    assertThat(run(Map.of(), "verify", "2", "70", url)).isEqualTo(1);
    assertThat(err.toString()).contains("has no .well-known/stellar-history.json");
    TestArchive.write(archive, 2, ChainedLedgers.of(2, 70), 63);
    assertThat(
            run(Map.of("NETWORK_PASSPHRASE", "Other"), "verify", "2", "70", url, "--checks=CHAIN"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "is of the network \"" + TestArchive.PASSPHRASE + "\", and the lake of \"Other\"");
    TestArchive.write(archive, 2, damagedHash(ChainedLedgers.of(2, 70), 30), 63);
    assertThat(run(Map.of(), "verify", "2", "70", url)).isEqualTo(1);
    assertThat(err.toString())
        .contains("ledger-0000003f.xdr.gz: ledger 30 states the hash ")
        .doesNotContain("is not the network's");
    TestArchive.write(archive, 2, ChainedLedgers.of(2, 70), 63);
    Path headers = archive.resolve("ledger/00/00/00/ledger-0000003f.xdr.gz");
    byte[] whole = Files.readAllBytes(headers);
    Files.write(headers, Arrays.copyOf(whole, whole.length - 9));
    assertThat(run(Map.of(), "verify", "2", "70", url)).isEqualTo(1);
    assertThat(err.toString())
        .contains("ledger/00/00/00/ledger-0000003f.xdr.gz: compressed offset ");
    Files.delete(headers);
    assertThat(run(Map.of(), "verify", "2", "70", url)).isEqualTo(1);
    assertThat(err.toString()).contains("has no ledger/00/00/00/ledger-0000003f.xdr.gz");
  }

  /** Ledgers from 2 on, of which one states another hash than its header has. */
  private static List<byte[]> damagedHash(List<byte[]> ledgers, int ledger) {
    byte[] bytes = ledgers.get(ledger - 2).clone();
    LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(bytes, 0, bytes.length);
    bytes[LedgerCloseMetas.header(meta).hash().offset()] ^= 1;
    List<byte[]> damaged = new ArrayList<>(ledgers);
    damaged.set(ledger - 2, bytes);
    return damaged;
  }

  @Test
  void aLedgersOwnHashesAreVerifiedWhereTheNetworkIsKnown() throws Exception {
    GoldenCorpus corpus = GoldenCorpus.PUBNET_53312000;
    assumeThat(corpus.isPresent()).isTrue();
    byte[] ledger = corpus.ledgers().get(0);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(53_312_000, List.of(ledger));
    Map<String, String> network = Map.of("NETWORK_PASSPHRASE", corpus.networkPassphrase());
    assertThat(run(network, "verify", "53312000", "53312000")).isZero();
    assertThat(out.toString()).contains("their own hashes checked to the level EVENTS");

    byte[] altered = ledger.clone();
    LedgerCloseMetaView view = LedgerCloseMetaView.parseExactly(altered, 0, altered.length);
    // One bit of the transaction set, which the stated header's hash does not cover by itself.
    altered[LedgerCloseMetas.header(view).end() + 20] ^= 1;
    lake.put(53_312_000, lake.compress(TestLake.batch(53_312_000, List.of(altered))));
    assertThat(run(network, "verify", "53312000", "53312000")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("verify: ")
        .contains("FCD285FF--53312000.xdr.zst: ledger 53312000");
  }

  @Test
  void theDoctorReadsTheNewestLedgerWhole() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 9);
    TestLake lake = new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ledgers);
    byte[] whole = ledgers.get(7);
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    lake.put(9, lake.compress(TestLake.batch(9, List.of(cut))));
    assertThat(run(Map.of(), "doctor")).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAIL reading        " + lake.key(9) + ": ledger 9: TRUNCATED at byte ");
  }

  @Test
  void theDoctorSaysOfEachThingHowItIs() throws Exception {
    new TestLake(root, SINGLE, ObjectCodec.ZST).write(2, ChainedLedgers.of(2, 9));
    assertThat(run(Map.of(), "doctor")).isZero();
    assertThat(out.toString().lines())
        .hasSize(12)
        .allMatch(line -> line.startsWith("ok   "))
        .contains(
            "ok   ledgers        2 to 9",
            "ok   access         as the user " + System.getProperty("user.name"))
        .anyMatch(line -> line.startsWith("ok   clock          the newest ledger closed "));
  }

  @Test
  void theDoctorNamesWhatIsNotWell() throws Exception {
    assertThat(run(Map.of(), "doctor")).isEqualTo(1);
    assertThat(out.toString()).contains("FAIL ledgers        the lake ").contains("no ledgers");
    assertThat(run(Map.of("PORT", "x", "NUM_WORKERS", "0"), "doctor")).isEqualTo(2);
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("FAIL settings       "));
  }

  /** One that refuses, and one that takes the connection and says nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDoctorSaysSoonThatALakeCannotBeReached(boolean refuses) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = refuses ? ChildProcess.freePort() : silent.getLocalPort();
      String url = "http://127.0.0.1:" + port + "/lake";
      long begin = System.nanoTime();
      Map<String, String> place = Map.of("STORAGE_TYPE", "HTTP", "BUCKET_NAME", url);
      assertThat(run(place, "doctor")).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
      assertThat(out.toString())
          .startsWith("FAIL store          .config.json cannot be read: ")
          .contains("given up after 2 attempts");
    }
    assertThat(run(Map.of("MAX_RETRIES", "x", "BUFFER_SIZE", "y"), "doctor")).isEqualTo(2);
    assertThat(out.toString()).contains("MAX_RETRIES").contains("BUFFER_SIZE");
  }

  @Test
  void unusableSettingsAndArgumentsAreTold() throws Exception {
    assertThat(run(Map.of("BUFFER_SIZE", "x"), "scan")).isEqualTo(2);
    assertThat(err.toString()).contains("scan: BUFFER_SIZE is \"x\"");
    assertThat(run(Map.of(), "verify", "9")).isEqualTo(2);
    assertThat(run(Map.of(), "verify", "9", "2")).isEqualTo(2);
    assertThat(err.toString()).startsWith("END: 2 comes before the first ledger, 9");
    assertThat(run(Map.of(), "verify", "abc", "0")).isEqualTo(2);
    assertThat(err.toString().lines())
        .startsWith(
            "START: \"abc\" is not a ledger sequence (1 to 4294967295)",
            "END: \"0\" is not a ledger sequence (1 to 4294967295)");
    assertThat(run(Map.of(), "scan", "--start", "x", "--end", "4294967296")).isEqualTo(2);
    assertThat(err.toString().lines())
        .startsWith(
            "--start: \"x\" is not a ledger sequence (0, or 1 to 4294967295)",
            "--end: \"4294967296\" is not a ledger sequence (1 to 4294967295)");
    assertThat(run(Map.of(), "mend")).isEqualTo(2);
  }

  private int run(Map<String, String> more, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Map<String, String> environment = new HashMap<>(more);
    environment.putIfAbsent("BUCKET_NAME", root.toString());
    CommandLine line = LakeMain.commandLine(environment);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
