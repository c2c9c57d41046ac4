package io.ttpprocessor.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Goal: the command prints what the reference prints. Method: whole corpora as files. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ContractEventsCommandTest {
  private static final String PASSPHRASE = GoldenCorpus.SYNTHETIC_UNIFIED.networkPassphrase();

  @TempDir private Path folder;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void printsTheReferencesEvents(GoldenCorpus corpus) throws IOException {
    assumeTrue(
        corpus.hasExpectedLines("contract"), () -> "no contract events of " + corpus.baseName());
    Path file = frames(corpus.ledgers());
    List<String> expected = corpus.expectedLines("contract");
    assertThat(expected).hasSize(corpus.ledgerCount());
    boolean anyError = expected.stream().anyMatch(line -> line.contains("\"error\":"));
    assertThat(run(corpus.networkPassphrase(), file)).isEqualTo(anyError ? 1 : 0);
    assertThat(errors.toString()).isEmpty();
    List<String> lines = output.toString().lines().toList();
    assertThat(lines).hasSameSizeAs(expected);
    ObjectMapper mapper = new ObjectMapper();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode wanted = mapper.readTree(expected.get(i));
      JsonNode printed = mapper.readTree(lines.get(i));
      assertThat(printed.get("ledger")).isEqualTo(wanted.get("ledger"));
      assertThat(printed.get("events")).as(expected.get(i)).isEqualTo(wanted.get("events"));
      assertThat(printed.has("error")).as(expected.get(i)).isEqualTo(wanted.has("error"));
    }
  }

  @Test
  void goesOnAfterABadFileAndABadLedger() throws IOException {
    List<byte[]> ledgers = GoldenCorpus.SYNTHETIC_UNIFIED.ledgers().subList(0, 3);
    byte[] cut = Arrays.copyOf(ledgers.get(1), 1000);
    Path frames = frames(List.of(ledgers.get(0), cut, ledgers.get(2)));
    Path bad = Files.write(folder.resolve("bad"), "\t".repeat(16).getBytes(UTF_8));
    Path absent = folder.resolve("absent");
    assertThat(run(PASSPHRASE, bad, absent, frames)).isEqualTo(1);
    List<String> lines = output.toString().lines().toList();
    List<String> expected = GoldenCorpus.SYNTHETIC_UNIFIED.expectedLines("contract");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(expected.get(0));
    assertThat(lines.get(1))
        .startsWith(
            "{\"ledger\":0,\"events\":null,\"error\":\""
                + frames
                + ", ledger at offset "
                + (8 + ledgers.get(0).length)
                + ": ")
        .contains(" at byte ");
    assertThat(lines.get(2)).isEqualTo(expected.get(2));
    assertThat(errors.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(bad + ", offset 0: "),
            line -> assertThat(line).isEqualTo(absent + ": no such file"));
  }

  @Test
  void refusesTheWrongPassphraseNamingLedgerAndTransaction() throws IOException {
    Path file = Files.write(folder.resolve("ledger"), ChainedLedgers.xdr(ChainedLedgers.FIRST));
    assertThat(run("Another Network", file)).isEqualTo(1);
    assertThat(output.toString())
        .startsWith("{\"ledger\":1024,\"events\":null,\"error\":")
        .contains("ledger 1024, transaction ");
  }

  @Test
  void needsAPassphrase() {
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> new CommandLine(new ContractEventsCommand()).parseArgs("file"))
        .withMessageContaining("--network-passphrase");
  }

  private Path frames(List<byte[]> ledgers) throws IOException {
    Path file = folder.resolve("frames");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (byte[] ledger : ledgers) {
        out.writeInt(ledger.length | 0x8000_0000);
        out.write(ledger);
      }
    }
    return file;
  }

  private int run(String passphrase, Path... files) throws IOException {
    ContractEventsCommand command = new ContractEventsCommand();
    List<String> arguments = new ArrayList<>(List.of("--network-passphrase", passphrase));
    Arrays.stream(files).map(Path::toString).forEach(arguments::add);
    new CommandLine(command)
        .setErr(new PrintWriter(errors))
        .parseArgs(arguments.toArray(String[]::new));
    return command.run(output);
  }
}
