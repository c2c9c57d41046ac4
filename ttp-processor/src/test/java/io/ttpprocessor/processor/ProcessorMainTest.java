package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command can be called by its name. */
@Timeout(30)
class ProcessorMainTest {
  @ParameterizedTest
  @ValueSource(strings = {"extract", "contract-events", "benchmark"})
  void explainsItsCommands(String command) {
    StringWriter output = new StringWriter();
    CommandLine commandLine = ProcessorMain.commandLine().setOut(new PrintWriter(output));
    assertThat(commandLine.execute(command, "--help")).isZero();
    assertThat(output.toString())
        .startsWith("Usage: ttp-processor " + command + " ")
        .contains("--network-passphrase=PASSPHRASE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"extract", "contract-events", "benchmark"})
  void itsCommandsTellTheVersion(String command) {
    StringWriter output = new StringWriter();
    CommandLine commandLine = ProcessorMain.commandLine().setOut(new PrintWriter(output));
    assertThat(commandLine.execute(command, "--version")).isZero();
    assertThat(output.toString()).startsWith("ttp-processor ");
  }
}
