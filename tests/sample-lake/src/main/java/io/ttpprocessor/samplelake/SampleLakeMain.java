package io.ttpprocessor.samplelake;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command: {@code java -jar sample-lake.jar --directory DIR [options]}. */
@Command(
    name = "sample-lake",
    description = "Writes a data lake (SEP-54) of made-up, hash-chained Stellar ledgers.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class SampleLakeMain implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--directory", required = true, description = "The folder to write to.")
  private Path directory;

  @Option(names = "--network-passphrase", description = "The network the ledgers belong to.")
  private String networkPassphrase = SampleLakeOptions.STANDALONE;

  @Option(names = "--seed", description = "Same seed, same bytes.")
  private long seed = 1;

  @Option(names = "--ledgers", description = "How many ledgers; the last file is always filled.")
  private long ledgers = 1000;

  @Option(names = "--transactions", description = "How many transactions a ledger.")
  private int transactions = 20;

  @Option(names = "--first-ledger", description = "2, or a multiple of --ledgers-per-file.")
  private long firstLedger = 2;

  @Option(names = "--ledgers-per-file", description = "How many ledgers an object holds.")
  private long ledgersPerFile = 1;

  @Option(names = "--files-per-partition", description = "How many objects a folder holds.")
  private long filesPerPartition = 64_000;

  private SampleLakeMain() {}

  /** Exit code 0 when the lake is written, 1 when it could not be, 2 on wrong options. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new SampleLakeMain())
        .setExecutionExceptionHandler(SampleLakeMain::explain)
        .execute(arguments);
  }

  private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
    line.getErr().println("sample-lake: " + failure);
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws IOException {
    SampleLakeSummary summary = SampleLake.write(options());
    PrintWriter out = command.commandLine().getOut();
    out.print(summary.table());
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private SampleLakeOptions options() {
    try {
      return new SampleLakeOptions(
          directory,
          networkPassphrase,
          seed,
          ledgers,
          transactions,
          firstLedger,
          ledgersPerFile,
          filesPerPartition);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
