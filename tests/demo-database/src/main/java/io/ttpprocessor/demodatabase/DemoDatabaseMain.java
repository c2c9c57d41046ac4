package io.ttpprocessor.demodatabase;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command: {@code start} keeps a database running, {@code summary} tells what is in it. */
@Command(
    name = "demo-database",
    description = "An embedded PostgreSQL for the demo.",
    mixinStandardHelpOptions = true,
    subcommands = {StartCommand.class, SummaryCommand.class})
public final class DemoDatabaseMain implements Runnable {
  @Spec private CommandSpec command;

  private DemoDatabaseMain() {}

  /** Exit code 0 when all went well, 1 when something failed, 2 on wrong options. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new DemoDatabaseMain())
        .setExecutionExceptionHandler(DemoDatabaseMain::explain)
        .execute(arguments);
  }

  private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
    line.getErr().println("demo-database: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say start or summary");
  }
}
