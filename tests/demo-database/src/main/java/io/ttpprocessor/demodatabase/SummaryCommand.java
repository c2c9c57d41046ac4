package io.ttpprocessor.demodatabase;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the consumer has stored. */
@Command(
    name = "summary",
    description =
        "Prints how many ledgers and events the database holds, and the newest of each type.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SummaryCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--url", required = true, description = "The JDBC URL.")
  private String url;

  @Option(names = "--rows", description = "How many rows of each type to show.")
  private int rows = 2;

  @Option(names = "--cursor-only", description = "Print the last stored ledger, or 0, alone.")
  private boolean cursorOnly;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    try (Connection connection = DriverManager.getConnection(url)) {
      StoredTransfers transfers = new StoredTransfers(connection);
      if (cursorOnly) {
        out.println(transfers.cursor());
      } else {
        out.print(transfers.counts());
        out.println();
        out.print(transfers.newest(rows));
      }
    }
    out.flush();
    return 0;
  }
}
