package io.ttpprocessor.datalake.service;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.lifecycle.ProgramVersion;
import io.ttpprocessor.kit.lifecycle.ServiceMain;
import io.ttpprocessor.kit.observe.HealthCheck;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/**
 * The program: without arguments the service, with a command's name that command. Which lake, and
 * how it is reached, environment variables tell both.
 */
@Command(
    name = LakeService.NAME,
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class,
    description =
        "Raw Stellar ledgers from a data lake (SEP-54). Without a command: serves them over gRPC,"
            + " set up by environment variables.")
public final class LakeMain implements Callable<Integer> {
  private LakeMain() {}

  /**
   * Runs the service or a command and ends the process: exit code 0 when all is well, 1 when
   * something failed or was found wrong, 2 when settings or arguments cannot be used.
   */
  public static void main(String[] arguments) {
    System.exit(
        HealthCheck.isAsked(arguments)
            ? HealthCheck.run(arguments, LakeConfiguration.HEALTH_PORT)
            : commandLine(System.getenv()).execute(arguments));
  }

  /** The whole command line, set up by {@code environment}. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine =
        new CommandLine(new LakeMain())
            .addSubcommand(new ScanCommand(environment))
            .addSubcommand(new VerifyCommand(environment))
            .addSubcommand(new DoctorCommand(environment))
            .registerConverter(LedgerArgument.class, LedgerArgument::new)
            .setExecutionExceptionHandler(LakeMain::explain);
    String version = ProgramVersion.of(LakeService.NAME, LakeMain.class);
    commandLine.getCommandSpec().version(version);
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().version(version));
    return commandLine;
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    command.getErr().println(command.getCommandName() + ": " + reason);
    return failure instanceof ConfigurationException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() {
    return ServiceMain.run(LakeService.NAME, new String[0], LakeService::start);
  }
}
