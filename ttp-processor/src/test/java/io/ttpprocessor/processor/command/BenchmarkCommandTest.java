package io.ttpprocessor.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Goal: the figures are those of the ledgers. Method: whole passes, so that they are multiples. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BenchmarkCommandTest {
  private static final Pattern LINE =
      Pattern.compile(
          "java: (\\d+) ledgers ([0-9.]+) MB (\\d+) events in ([0-9.]+) s = [0-9.]+ ledgers/s"
              + " [0-9.]+ MB/s [0-9]+ events/s, 2 threads\\R");

  @TempDir private Path folder;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void countsWholePassesOverTheLedgers() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    assertThat(run("--seconds", "0.2", "--threads", "2", file.toString())).isZero();
    Matcher figures = LINE.matcher(output.toString());
    assertThat(figures.matches()).as(output.toString()).isTrue();
    long ledgers = Long.parseLong(figures.group(1));
    long passes = ledgers / 64;
    assertThat(passes).isGreaterThanOrEqualTo(2);
    assertThat(ledgers).isEqualTo(64 * passes);
    long events = ChainedLedgers.events(ChainedLedgers.FIRST, ChainedLedgers.LAST).size();
    assertThat(Long.parseLong(figures.group(3))).isEqualTo(events * passes);
    long bytes = ChainedLedgers.frames().length - 64 * 4;
    assertThat(figures.group(2)).isEqualTo(String.format("%.1f", bytes * passes / 1e6));
    assertThat(Double.parseDouble(figures.group(4))).isGreaterThanOrEqualTo(0.2);
  }

  @Test
  void refusesAnIdleBenchmark() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    assertThat(run("--seconds", "0", file.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run("--seconds", "1", "--threads", "0", file.toString()))
        .isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @Test
  void measuresTheModeThatIsAskedFor() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    assertThat(run("--seconds", "0.1", "--mode", "cross-check", file.toString())).isZero();
    assertThat(run("--seconds", "0.1", "--mode", "verify", file.toString())).isZero();
    assertThat(run("--seconds", "0.1", "--mode", "unified", file.toString()))
        .as("these ledgers do not carry the network's events")
        .isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(run("--seconds", "0.1", "--mode", "guessed", file.toString()))
        .isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "chain", "header", "transactions", "results", "events"})
  void measuresEachLevelOfChecks(String level) throws IOException {
    GoldenCorpus corpus = GoldenCorpus.PUBNET_HISTORY;
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Path file = Files.write(folder.resolve("ledger"), corpus.ledgers().get(0));
    String[] arguments = {"--seconds", "0.1", "--checks", level, file.toString()};
    assertThat(run(Network.of(corpus.networkPassphrase()), arguments)).isZero();
    assertThat(output.toString()).startsWith("java: ");
  }

  @Test
  void aLedgerThatFailsACheckEndsTheBenchmark() throws IOException {
    Path file = Files.write(folder.resolve("frames"), ChainedLedgers.frames());
    String[] arguments = {"--seconds", "0.1", "--checks", "results", file.toString()};
    assertThat(run(arguments)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(errors.toString()).contains("ledger 1024: SHA-256 of the results is ");
    assertThat(run("--seconds", "0.1", "--checks", "some", file.toString()))
        .isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @Test
  void refusesFilesWithoutLedgers() throws IOException {
    Path file = Files.write(folder.resolve("lines"), "\n\n".getBytes(UTF_8));
    assertThat(run("--seconds", "0.1", file.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains("no ledger in " + file);
  }

  private int run(String... arguments) {
    return run(ChainedLedgers.NETWORK, arguments);
  }

  private int run(Network network, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "--network-passphrase";
    all[1] = network.passphrase();
    all[2] = "--warm-up";
    all[3] = "0.1";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return new CommandLine(new BenchmarkCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(all);
  }
}
