package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.SinkException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: holds what is stored against the processor's events once more. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the processor (TTP_SERVICE_ADDRESS), which reads the ledgers from its source again, for"
          + " all events of the range, and compares them with what is stored: every row of the"
          + " tables of PIPELINES, byte for byte, and every ledger's row in ledger_digests (hash,"
          + " number of events, digest). Rows are read also where the digests agree, since rows may"
          + " have been altered alone; not compared are id and created_at, which only this database"
          + " knows. Each ledger that differs is a line: how many rows are missing, extra or"
          + " changed, and the first of them; --json has every row, with columns and values.",
      "Takes the processor's ledgers as the network's. Whether the lake that they come from is, its"
          + " hashes held against a validator's history archive, is for"
          + " stellar-live-source-datalake.jar verify START END --archive URL to say.",
      "Changes nothing without --repair; needs the right to make temporary tables. Does not disturb"
          + " a consumer that runs at the same time.",
      "Exit code 0: all is equal. 1: something differed, whether repaired or not. 2: wrong use or"
          + " settings. 3: it could not be finished."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;
  private static final int NOT_STORED = 2;
  private static final int FAILED = 3;

  private final Map<String, String> environment;
  @Spec private CommandSpec command;

  @Option(
      names = "--repair",
      description =
          "Replaces each ledger that differs: its rows and its digest, those of a batch in one"
              + " transaction. The cursor stays. Needs the right to delete. A ledger whose stored"
              + " hash is another than the stream's is left as it is, unless a later one agrees.")
  private boolean repair;

  @Option(
      names = "--json",
      description =
          "A line of JSON for each row that differs, with all values, and one at the end.")
  private boolean json;

  @Parameters(paramLabel = "<start>", description = "First ledger; 0: the first one stored.")
  private LedgerArgument start;

  @Parameters(
      paramLabel = "<end>",
      description = "Last ledger, inclusive; 0: the last one stored when the command begins.")
  private LedgerArgument end;

  VerifyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    LedgerArguments.Numbers asked =
        LedgerArguments.read(command, start, end, "the last one stored");
    PrintWriter out = command.commandLine().getOut();
    ConsumerSettings settings = ConsumerSettings.read(Settings.of(environment));
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    try {
      PGSimpleDataSource database = Databases.open(settings.database());
      int code = 0;
      for (EventTable table : settings.tables()) {
        VerifyReport report = new VerifyReport(table.name(), out, json);
        try (TableVerification verification =
            new TableVerification(settings, table, database, repair, report)) {
          code = Math.max(code, verify(asked, verification, channel, report));
        }
      }
      return code;
    } finally {
      channel.shutdownNow();
      settings.security().close();
    }
  }

  private static int verify(
      LedgerArguments.Numbers asked,
      TableVerification verification,
      ManagedChannel channel,
      VerifyReport report)
      throws InterruptedException {
    try {
      List<LedgerSpan> stored = verification.stored();
      Optional<String> refusal = LedgerArguments.refusal(asked, stored);
      if (refusal.isPresent()) {
        report.failed(refusal.get());
        return NOT_STORED;
      }
      for (LedgerSpan span : LedgerArguments.asked(asked, stored)) {
        verification.run(channel, span);
      }
      return report.clean() ? 0 : DIFFERENT;
    } catch (ConsumerException | SinkException e) {
      report.failed(e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      report.failed("a defect: " + e);
      return FAILED;
    }
  }
}
