package io.ttpprocessor.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/**
 * Goal: the command prints what the reference prints. Method: whole corpora as files; lines are
 * compared as messages, because the texts of JSON may differ where their meaning does not.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExtractCommandTest {
  @TempDir private Path folder;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void printsTheReferencesEvents(GoldenCorpus corpus) throws IOException {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here");
    assertPrints(corpus, "derived");
  }

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_RECENT", "SYNTHETIC_UNIFIED"})
  void printsTheNetworksEventsAsTheReferenceDoes(GoldenCorpus corpus) throws IOException {
    assumeTrue(corpus.hasExpectedLines("unified"), () -> corpus.baseName() + " is not here");
    assertPrints(corpus, "unified");
  }

  private void assertPrints(GoldenCorpus corpus, String mode) throws IOException {
    Path file = frames(corpus);
    List<String> expected = corpus.expectedLines(mode);
    boolean anyError = expected.stream().anyMatch(line -> line.contains("\"error\":"));
    assertThat(run(corpus.networkPassphrase(), "--mode", mode, file.toString()))
        .isEqualTo(anyError ? 1 : 0);
    assertThat(errors.toString()).isEmpty();
    assertSameLines(output.toString().lines().toList(), expected);
    assertThat(expected).hasSize(corpus.ledgerCount());
  }

  @Test
  void reportsWhatACrossCheckFinds() throws IOException {
    Path report = folder.resolve("report");
    String passphrase = GoldenCorpus.SYNTHETIC_UNIFIED.networkPassphrase();
    String file = frames(GoldenCorpus.SYNTHETIC_UNIFIED).toString();
    assertThat(run(passphrase, "--mode", "cross-check", "--report", report.toString(), file))
        .isEqualTo(1);
    assertSameLines(
        output.toString().lines().toList(),
        GoldenCorpus.SYNTHETIC_UNIFIED.expectedLines("derived"));
    List<JsonNode> findings = findings(report);
    JsonNode summary = findings.get(findings.size() - 1);
    assertThat(summary.get("finding").asText()).isEqualTo("summary");
    assertThat(summary.get("ledgers").asInt()).isEqualTo(400);
    assertThat(summary.get("events").asInt()).as("as the corpora's README says").isEqualTo(9499);
    long notComparable =
        GoldenCorpus.SYNTHETIC_UNIFIED.expectedLines("unified").stream()
            .filter(line -> line.contains("expected version 4"))
            .count();
    assertThat(summary.get("not_comparable_ledgers").asLong()).isEqualTo(notComparable);
    assertThat(summary.get("cross_checked_ledgers").asLong()).isEqualTo(400 - notComparable);
    long differences = count(findings, "difference");
    assertThat(differences).as("below protocol 8 there are some").isPositive();
    assertThat(summary.get("event_differences").asLong()).isEqualTo(differences);
    assertThat(errors.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(differences + " events differ"),
            line ->
                assertThat(line)
                    .startsWith(notComparable + " of 400 ledgers could not be compared;"));
    assertThat(count(findings, "not_comparable")).isEqualTo(notComparable).isPositive();
    assertThat(findings)
        .anySatisfy(
            line ->
                assertThat(line.path("fault").asText())
                    .isEqualTo("a fee event has 3 topics instead of 2"));
    long skipped = 0;
    for (JsonNode reason : summary.get("skipped_events")) {
      skipped += reason.asLong();
    }
    assertThat(skipped).isPositive().isEqualTo(count(findings, "skipped"));
    assertThat(findings)
        .filteredOn(finding -> finding.get("finding").asText().equals("skipped"))
        .allSatisfy(
            finding -> {
              assertThat(finding.get("ledger").asLong()).isGreaterThan(47_730_000);
              assertThat(finding.get("tx_hash").asText()).hasSize(64);
              assertThat(finding.has("contract")).isTrue();
              assertThat(finding.has("reason")).isTrue();
            });
  }

  @Test
  void aCrossCheckThatComparedNothingIsNoSuccess() throws IOException {
    Path file = folder.resolve("ledgers");
    List<byte[]> ledgers = new FeeLedgers(5).take(2, 1, 0);
    writeFrames(file, ledgers);
    String passphrase = FeeLedgers.NETWORK.passphrase();
    assertThat(run(passphrase, "--mode", "cross-check", file.toString())).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("2 of 2 ledgers could not be compared; the first: ledger 5, transaction 1 (");
    assertThat(output.toString().lines()).hasSize(2).noneMatch(line -> line.contains("error"));
  }

  @Test
  void aCrossCheckOfSomeLedgersTellsWhichCouldNotBeCompared() throws IOException {
    Path file = folder.resolve("ledgers");
    // A ledger without transactions has nothing that could differ.
    writeFrames(file, List.of(new FeeLedgers(5).take(1, 0, 0).get(0)));
    String passphrase = FeeLedgers.NETWORK.passphrase();
    assertThat(run(passphrase, "--mode", "cross-check", file.toString())).isZero();
    assertThat(errors.toString()).isEmpty();
    FeeLedgers following = new FeeLedgers(6);
    writeFrames(file, List.of(following.take(1, 0, 0).get(0), following.take(1, 1, 0).get(0)));
    assertThat(run(passphrase, "--mode", "cross-check", file.toString())).isZero();
    assertThat(errors.toString())
        .startsWith("1 of 2 ledgers could not be compared; the first: ledger 7, transaction 1 (");
  }

  private static long count(List<JsonNode> findings, String kind) {
    return findings.stream().filter(line -> isFinding(line, kind)).count();
  }

  private static boolean isFinding(JsonNode line, String kind) {
    return line.get("finding").asText().equals(kind);
  }

  private static List<JsonNode> findings(Path report) throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    for (String line : Files.readAllLines(report)) {
      findings.add(new ObjectMapper().readTree(line));
    }
    return findings;
  }

  @Test
  void writesNoReportOverAFile() throws IOException {
    Path file = Files.write(folder.resolve("ledgers"), ChainedLedgers.frames());
    String name = file.toString();
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> run(ChainedLedgers.NETWORK.passphrase(), "--report", name, name))
        .withMessage("--report: " + name + " exists already, and no file is written over");
    assertThat(file).hasBinaryContent(ChainedLedgers.frames());
  }

  @Test
  void reportsOnStandardErrorAndLeavesItOpen() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    String absent = folder.resolve("absent").toString();
    assertThat(run(ChainedLedgers.NETWORK.passphrase(), "--report", "-", file.toString(), absent))
        .isEqualTo(1);
    assertThat(errors.toString())
        .contains("{\"finding\":\"summary\",\"ledgers\":64,")
        .contains(absent + ": no such file");
  }

  @Test
  void refusesAReportThatItCannotWrite() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    String report = folder.resolve("absent/report").toString();
    String[] arguments = {"--report", report, file.toString()};
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> run(ChainedLedgers.NETWORK.passphrase(), arguments))
        .withMessageContaining(report);
  }

  private Path frames(GoldenCorpus corpus) throws IOException {
    Path file = folder.resolve("frames");
    writeFrames(file, corpus.ledgers());
    return file;
  }

  private static void writeFrames(Path file, List<byte[]> ledgers) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] ledger : ledgers) {
        out.writeInt(ledger.length | 0x8000_0000);
        out.write(ledger);
      }
    }
  }

  private static void assertSameLines(List<String> actual, List<String> expected)
      throws IOException {
    assertThat(actual).hasSameSizeAs(expected);
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < expected.size(); i++) {
      JsonNode wanted = json.readTree(expected.get(i));
      JsonNode printed = json.readTree(actual.get(i));
      String place = "line " + (i + 1) + ": " + expected.get(i);
      assertThat(printed.get("ledger")).as(place).isEqualTo(wanted.get("ledger"));
      assertThat(printed.get("protocol")).as(place).isEqualTo(wanted.get("protocol"));
      assertThat(printed.has("error")).as(place).isEqualTo(wanted.has("error"));
      assertThat(printed.get("events").isNull()).as(place).isEqualTo(wanted.get("events").isNull());
      assertThat(ChainedLedgers.events(actual.get(i)))
          .as(place)
          .isEqualTo(ChainedLedgers.events(expected.get(i)));
    }
  }

  @Test
  void readsSeveralFilesAndGoesOnAfterABadOne() throws IOException {
    Path first = Files.write(folder.resolve("first"), ChainedLedgers.xdr(ChainedLedgers.FIRST));
    Path bad = Files.write(folder.resolve("bad"), "\t".repeat(16).getBytes(UTF_8));
    Path absent = folder.resolve("absent");
    Path rest = Files.write(folder.resolve("rest"), Zstd.compress(ChainedLedgers.frames()));
    assertThat(run(ChainedLedgers.NETWORK.passphrase(), first, bad, absent, rest)).isEqualTo(1);
    List<String> lines = output.toString().lines().toList();
    assertThat(lines).hasSize(65);
    assertSameLines(lines.subList(1, 65), ChainedLedgers.lines());
    assertThat(lines.get(0)).isEqualTo(lines.get(1));
    assertThat(errors.toString().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith(bad + ", offset 0: "),
            line -> assertThat(line).startsWith(absent + ": no such file"));
  }

  @Test
  void printsALineWithTheErrorOfALedgerAndGoesOn() throws IOException {
    byte[] cut = Arrays.copyOf(ChainedLedgers.xdr(1025), 1000);
    Path file = folder.resolve("frames");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] ledger : List.of(ChainedLedgers.xdr(1024), cut, ChainedLedgers.xdr(1026))) {
        out.writeInt(ledger.length | 0x8000_0000);
        out.write(ledger);
      }
    }
    assertThat(run(ChainedLedgers.NETWORK.passphrase(), file)).isEqualTo(1);
    List<String> lines = output.toString().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode error = new ObjectMapper().readTree(lines.get(1));
    assertThat(error.get("events").isNull()).isTrue();
    int offset = 8 + ChainedLedgers.xdr(1024).length;
    assertThat(error.get("error").asText())
        .startsWith(file + ", ledger at offset " + offset + ": ")
        .contains(" at byte ");
    assertSameLines(List.of(lines.get(2)), List.of(ChainedLedgers.lines().get(2)));
  }

  @Test
  void refusesTheWrongPassphraseNamingLedgerAndTransaction() throws IOException {
    Path file = Files.write(folder.resolve("ledger"), ChainedLedgers.xdr(ChainedLedgers.FIRST));
    assertThat(run("Another Network", file)).isEqualTo(1);
    assertThat(output.toString())
        .contains("\"ledger\":1024,")
        .contains("\"events\":null,\"error\":")
        .contains("ledger 1024, transaction ");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(
            () ->
                new CommandLine(new ExtractCommand())
                    .parseArgs("--network-passphrase", "x", "--mode", "guessed", "file"))
        .withMessageContaining("guessed");
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> new CommandLine(new ExtractCommand()).parseArgs("file"))
        .withMessageContaining("--network-passphrase");
  }

  @Test
  void checksNothingUnlessAsked() throws IOException {
    byte[] altered = ChainedLedgers.xdr(1024);
    altered[hashOffset(altered)] ^= 1;
    Path first = Files.write(folder.resolve("first"), altered);
    Path second = Files.write(folder.resolve("second"), ChainedLedgers.xdr(1025));
    String passphrase = ChainedLedgers.NETWORK.passphrase();
    assertThat(run(passphrase, first, second)).isEqualTo(0);
    assertSameLines(output.toString().lines().toList(), ChainedLedgers.lines().subList(0, 2));
    output.getBuffer().setLength(0);
    String[] chain = {"--checks", "chain", first.toString(), second.toString()};
    assertThat(run(passphrase, chain)).isEqualTo(1);
    assertThat(output.toString().lines().toList().get(1))
        .contains("\"ledger\":1025,")
        .contains("ledger 1025: names ")
        .contains(" as its previous hash, but ledger 1024 has ");
  }

  @Test
  void checksUpToTheLevelAskedFor() throws IOException {
    Path file = Files.write(folder.resolve("frames"), Zstd.compress(ChainedLedgers.frames()));
    String passphrase = ChainedLedgers.NETWORK.passphrase();
    assertThat(run(passphrase, "--checks", "transactions", file.toString())).isEqualTo(0);
    assertSameLines(output.toString().lines().toList(), ChainedLedgers.lines());
    output.getBuffer().setLength(0);
    assertThat(run(passphrase, "--checks", "results", file.toString())).isEqualTo(1);
    assertThat(output.toString().lines())
        .hasSize(64)
        .allSatisfy(line -> assertThat(line).contains(": SHA-256 of the results is "));
  }

  @Test
  void verifyPrintsTheEventsAndTellsWhichBalancesTheyDoNotExplain() throws IOException {
    Path file = Files.write(folder.resolve("frames"), Zstd.compress(ChainedLedgers.frames()));
    Path report = folder.resolve("report");
    String passphrase = ChainedLedgers.NETWORK.passphrase();
    assertThat(run(passphrase, "--mode", "verify", "--report", report.toString(), file.toString()))
        .isEqualTo(1);
    assertSameLines(output.toString().lines().toList(), ChainedLedgers.lines());
    List<JsonNode> findings = findings(report);
    JsonNode summary = findings.remove(findings.size() - 1);
    findings.removeIf(line -> isFinding(line, "skipped"));
    List<JsonNode> differences =
        findings.stream().filter(line -> isFinding(line, "balance_difference")).toList();
    assertThat(differences)
        .as("entries of random ledgers have random balances")
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(new BigInteger(line.get("by_events").asText()))
                    .isNotEqualTo(new BigInteger(line.get("by_entries").asText())));
    long unreadable = count(findings, "balances_unreadable");
    assertThat(unreadable).isEqualTo(findings.size() - differences.size());
    long unbalanced = findings.stream().map(line -> line.get("ledger")).distinct().count();
    assertThat(summary.get("ledgers_verified").asInt()).isEqualTo(64);
    assertThat(summary.get("ledgers_unbalanced").asLong()).isEqualTo(unbalanced);
    assertThat(errors.toString())
        .startsWith(
            unbalanced
                + " of 64 ledgers do not balance; the first: ledger "
                + findings.get(0).get("ledger")
                + ", transaction ");
  }

  @Test
  void verifyIsContentWithLedgersThatBalance() throws IOException {
    GoldenCorpus corpus = GoldenCorpus.PUBNET_HISTORY;
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here");
    String file = frames(corpus).toString();
    assertThat(run(corpus.networkPassphrase(), "--mode", "verify", "--report", "-", file)).isZero();
    assertThat(errors.toString()).contains("\"ledgers_verified\":5,\"ledgers_unbalanced\":0}");
  }

  private static int hashOffset(byte[] ledger) {
    return LedgerView.parse(ledger, ChainedLedgers.NETWORK).hash().offset();
  }

  private int run(String passphrase, Path... files) throws IOException {
    return run(passphrase, Arrays.stream(files).map(Path::toString).toArray(String[]::new));
  }

  private int run(String passphrase, String... rest) throws IOException {
    ExtractCommand command = new ExtractCommand();
    List<String> arguments = new ArrayList<>(List.of("--network-passphrase", passphrase));
    arguments.addAll(List.of(rest));
    new CommandLine(command)
        .setErr(new PrintWriter(errors))
        .parseArgs(arguments.toArray(String[]::new));
    return command.run(output);
  }
}
