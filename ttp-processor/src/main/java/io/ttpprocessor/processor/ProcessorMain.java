package io.ttpprocessor.processor;

import io.ttpprocessor.kit.lifecycle.ProgramVersion;
import io.ttpprocessor.kit.lifecycle.ServiceMain;
import io.ttpprocessor.kit.observe.HealthCheck;
import io.ttpprocessor.processor.command.BenchmarkCommand;
import io.ttpprocessor.processor.command.ContractEventsCommand;
import io.ttpprocessor.processor.command.ExtractCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The program: without arguments the service, set up by environment variables; with a command's
 * name, that command.
 */
@Command(
    name = ProcessorService.NAME,
    mixinStandardHelpOptions = true,
    subcommands = {
      ExtractCommand.class,
      ContractEventsCommand.class,
      BenchmarkCommand.class,
      HelpCommand.class
    },
    description =
        "Token-transfer events from Stellar ledgers. Without a command: serves them over gRPC,"
            + " set up by environment variables.")
public final class ProcessorMain implements Callable<Integer> {
  private ProcessorMain() {}

  /** Runs the service or a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        HealthCheck.isAsked(arguments)
            ? HealthCheck.run(arguments, ProcessorSettings.DEFAULT_HEALTH_PORT)
            : commandLine().execute(arguments));
  }

  /** The whole command line. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new ProcessorMain());
    String version = ProgramVersion.of(ProcessorService.NAME, ProcessorMain.class);
    commandLine.getCommandSpec().version(version);
    commandLine.getSubcommands().values().forEach(sub -> sub.getCommandSpec().version(version));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
          command.getErr().println(command.getCommandName() + ": " + reason);
          return CommandLine.ExitCode.SOFTWARE;
        });
    return commandLine;
  }

  @Override
  public Integer call() {
    return ServiceMain.run(ProcessorService.NAME, new String[0], ProcessorService::start);
  }
}
