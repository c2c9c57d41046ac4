package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.config.ShownValue;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerRetention;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code retention}: removes the oldest ledgers, by whole partitions. */
@Command(
    name = "retention",
    mixinStandardHelpOptions = true,
    description = {
      "Drops the partitions of the tables of PIPELINES whose ledgers are all older than the newest"
          + " ones that are to be kept, with their digests. Nothing is removed unless this command"
          + " is run. What readers were promised stays: nothing from the least first_ledger of"
          + " retention_holds on is dropped; what is kept for that alone is told, with the reader"
          + " whose promise begins first. What is told to be stored (complete_ledgers, gaps)"
          + " shrinks in the same transaction. Needs the owner's rights; readers wait for the drop"
          + " itself, and it gives up where it would wait for them longer than 3 s.",
      "Exit code 0: done. 2: wrong use or settings. 3: failed; run it again."
    })
final class RetentionCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  @Spec private CommandSpec command;

  @Option(
      names = "--keep-ledgers",
      required = true,
      description = "How many of the newest ledgers are kept; at least 1.")
  private long keep;

  @Option(names = "--dry-run", description = "Says what would be dropped, and drops nothing.")
  private boolean dryRun;

  RetentionCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigurationException, SinkException {
    if (keep < 1) {
      throw new ParameterException(
          command.commandLine(), "--keep-ledgers is " + keep + ": at least 1 is kept");
    }
    PrintWriter out = command.commandLine().getOut();
    ConsumerSettings settings = ConsumerSettings.read(Settings.of(environment));
    settings.security().close();
    PGSimpleDataSource database = Databases.open(settings.database());
    for (EventTable table : settings.tables()) {
      LedgerRetention retention = new LedgerRetention(database, table, settings.pipelineOf(table));
      List<LedgerSpan> dropped = retention.apply(keep, dryRun);
      for (LedgerSpan span : dropped) {
        out.printf("%s: %s %s%n", table.name(), span, dryRun ? "would be removed" : "removed");
      }
      Optional<LedgerRetention.Kept> kept = retention.kept(keep);
      if (kept.isPresent()) {
        out.printf("%s: %s%n", table.name(), text(kept.get()));
      } else if (dropped.isEmpty()) {
        out.printf("%s: nothing to remove%n", table.name());
      }
      out.flush();
    }
    return 0;
  }

  private static String text(LedgerRetention.Kept kept) {
    return String.format(
        "%s kept: the reader %s was promised all from ledger %d on%s (retention_holds)",
        kept.span(),
        ShownValue.of(kept.reader()),
        kept.firstLedger(),
        kept.others() == 0 ? "" : ", other readers of them: " + kept.others());
  }
}
