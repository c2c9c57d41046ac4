package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.terminal.Terminals;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.ServerConnections;
import io.ttpprocessor.store.SinkException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fill}: stores the ledgers that {@code gaps} says are missing. */
@Command(
    name = "fill",
    mixinStandardHelpOptions = true,
    description = {
      "Stores what is missing in the tables of PIPELINES, as gaps tells it: without arguments all"
          + " ledgers between the first and the last one stored, else those of the range that are"
          + " not stored. Asks the processor (TTP_SERVICE_ADDRESS) for them, whatever its source"
          + " is, over several streams at a time.",
      "May run beside a live consumer, whose ledgers it leaves alone, and beside backfills and"
          + " other fills, for whose ledgers it waits. A piece of at most PARTITION_LEDGERS ledgers"
          + " is seen once it is whole and has its indexes; a fill that was killed goes on from"
          + " there when it is started again. Needs the owner's rights.",
      "For gaps and some weeks of history. All of a network's history is for backfill.jar, which"
          + " reads a lake in parallel.",
      "Exit code 0: nothing of it is missing any more. 1: some is, as is said. 2: wrong use or"
          + " settings. 3: the database failed; start it again."
    })
final class FillCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(FillCommand.class);
  private static final int MISSING = 1;
  private static final int NOTHING_STORED = 2;
  private static final int MOST_STREAMS = 64;

  private final Map<String, String> environment;
  @Spec private CommandSpec command;

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      paramLabel = "<streams>",
      description = "How many streams are read, and indexes made, at a time; ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(names = "--json", description = "A line of JSON for each piece, and one a table.")
  private boolean json;

  @Mixin private StoredRangeParameters range;

  FillCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigurationException, SinkException, InterruptedException {
    range.check();
    if (parallelism < 1 || parallelism > MOST_STREAMS) {
      throw new ParameterException(
          command.commandLine(),
          "--parallelism is " + parallelism + ": from 1 to " + MOST_STREAMS + " streams");
    }
    ConsumerSettings settings = ConsumerSettings.read(Settings.of(environment));
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    try {
      PGSimpleDataSource database = Databases.open(settings.database());
      requireConnections(database);
      Databases.migrate(database, settings.tables());
      StreamLimits limits = new StreamLimits(settings.silence(), settings.batchBytes());
      EventStreamClient client =
          new EventStreamClient(
              channel, limits, e -> log.warn("The processor is asked again: {}", e.getMessage()));
      int code = 0;
      for (EventTable table : settings.tables()) {
        code =
            Math.max(code, fill(new FillContext(settings, table, database, client, parallelism)));
      }
      return code;
    } finally {
      channel.shutdownNow();
      settings.security().close();
    }
  }

  /** The loader's, and each stream's writer, or one that makes an index. */
  private void requireConnections(PGSimpleDataSource database) throws SinkException {
    Optional<String> refusal =
        ServerConnections.of(database)
            .refusal(parallelism + 1L, "lower --parallelism (" + parallelism + ")");
    if (refusal.isPresent()) {
      throw new ParameterException(command.commandLine(), refusal.get());
    }
  }

  private int fill(FillContext context) throws SinkException, InterruptedException {
    String table = context.table().name();
    FillReport report = new FillReport(table, command.commandLine().getOut(), json);
    try (FillProgress progress =
        new FillProgress(table, System.err, Terminals.isTerminal(), System::nanoTime)) {
      TableFill fill = new TableFill(context, report, progress);
      List<LedgerSpan> stored = LedgerSpan.united(fill.done());
      Optional<LedgerSpan> asked = range.of(stored);
      if (asked.isEmpty()) {
        report.failed(
            stored.isEmpty()
                ? "nothing is stored, so that there is no gap; say from which ledger to which"
                : range.outside());
        return NOTHING_STORED;
      }
      progress.start();
      return fill.run(asked.get()) ? 0 : MISSING;
    } catch (ConsumerException e) {
      report.failed(e.getMessage());
      return MISSING;
    }
  }
}
