package io.ttpprocessor.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    Path file = folder.resolve("frames");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] ledger : corpus.ledgers()) {
        out.writeInt(ledger.length | 0x8000_0000);
        out.write(ledger);
      }
    }
    List<String> expected = corpus.expectedLines("derived");
    boolean anyError = expected.stream().anyMatch(line -> line.contains("\"error\":"));
    assertThat(run(corpus.networkPassphrase(), file)).isEqualTo(anyError ? 1 : 0);
    assertThat(errors.toString()).isEmpty();
    assertSameLines(output.toString().lines().toList(), expected);
    assertThat(expected).hasSize(corpus.ledgerCount());
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

  private int run(String passphrase, Path... files) throws IOException {
    ExtractCommand command = new ExtractCommand();
    List<String> arguments = new ArrayList<>(List.of("--network-passphrase", passphrase));
    Arrays.stream(files).map(Path::toString).forEach(arguments::add);
    new CommandLine(command)
        .setErr(new PrintWriter(errors))
        .parseArgs(arguments.toArray(String[]::new));
    return command.run(output);
  }
}
