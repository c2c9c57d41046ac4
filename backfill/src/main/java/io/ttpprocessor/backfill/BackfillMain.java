package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.lifecycle.ProgramVersion;
import java.util.Map;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The program, as {@code java -jar} runs it in one process, and {@code flink run} on a cluster. */
public final class BackfillMain {
  static final String NAME = "backfill";

  private BackfillMain() {}

  /**
   * Runs the command and ends the process: exit code 0 when the whole range is in the sink, 1 when
   * it is not, 2 when settings or arguments cannot be used. Within Flink's own client the process
   * is Flink's: a failure is thrown there.
   */
  public static void main(String[] arguments) {
    int code = commandLine(System.getenv()).execute(arguments);
    if (StreamExecutionEnvironment.getExecutionEnvironment() instanceof LocalStreamEnvironment) {
      System.exit(code);
    } else if (code != 0) {
      throw new IllegalStateException(NAME + " ended with code " + code + ", as told above");
    }
  }

  /** The whole command line, set up by {@code environment}. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine =
        new CommandLine(new BackfillCommand(environment))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(LedgerArgument.class, LedgerArgument::new)
            .setExecutionExceptionHandler(BackfillMain::explain);
    commandLine.getCommandSpec().version(ProgramVersion.of(NAME, BackfillMain.class));
    return commandLine;
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    command.getErr().println(NAME + ": " + reason);
    return failure instanceof ConfigurationException || failure instanceof RangeRefusedException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }
}
