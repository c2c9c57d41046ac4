package io.ttpprocessor.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerRanges;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.SinkException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaps}: which ledgers are missing among those that are stored. */
@Command(
    name = "gaps",
    mixinStandardHelpOptions = true,
    description = {
      "Says of each table of PIPELINES which ledgers of the range are missing: those that neither"
          + " the live consumer nor a backfill has stored whole. Reads ledger_ranges and"
          + " pipeline_cursor alone, and changes nothing; whether the rows are those of the ledgers"
          + " is for verify to say, and to store what is missing is for fill.",
      "Exit code 0: none is missing. 1: some are, or an open side leaves no ledger to look for. 2:"
          + " wrong use or settings. 3: it failed."
    })
final class GapsCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final ObjectMapper mapper = new ObjectMapper();
  @Spec private CommandSpec command;

  @Option(names = "--json", description = "A line of JSON a table.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "<start>",
      description = "First ledger; 0, or none: the first one stored.")
  private long start;

  @Parameters(
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "<end>",
      description = "Last ledger, inclusive; 0, or none: the last one stored.")
  private long end;

  GapsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigurationException, SinkException {
    LedgerArguments.check(command, start, end, "the last one stored");
    ConsumerSettings settings = ConsumerSettings.read(Settings.of(environment));
    settings.security().close();
    PGSimpleDataSource database = Databases.open(settings.database());
    int code = 0;
    for (EventTable table : settings.tables()) {
      LedgerRanges ranges = new LedgerRanges(table, settings.pipelineOf(table));
      code = Math.max(code, say(table, LedgerSpan.united(ranges.done(database))));
    }
    return code;
  }

  private int say(EventTable table, List<LedgerSpan> stored) {
    Optional<LedgerSpan> range = LedgerArguments.range(start, end, stored);
    List<LedgerSpan> missing = range.map(asked -> asked.without(stored)).orElse(List.of());
    PrintWriter out = command.commandLine().getOut();
    boolean outside = range.isEmpty() && !stored.isEmpty();
    if (json) {
      ObjectNode line = mapper.createObjectNode().put("table", table.name());
      if (outside) {
        line.put("failure", LedgerArguments.outside(start, end));
      }
      addSpans(line.putArray("missing"), missing);
      addSpans(line.putArray("stored"), stored);
      out.println(line);
    } else if (outside) {
      out.println(table.name() + ": " + LedgerArguments.outside(start, end));
    } else if (missing.isEmpty()) {
      out.println(
          table.name()
              + (stored.isEmpty()
                  ? ": nothing is stored"
                  : ": no gap" + range.map(asked -> " in " + asked).orElse("")));
    } else {
      for (LedgerSpan gap : missing) {
        out.printf(Locale.ROOT, "%s: %s missing (%,d)%n", table.name(), gap, gap.size());
      }
    }
    out.flush();
    // Of a table with nothing in it, everything that could be asked for is missing.
    return missing.isEmpty() && !stored.isEmpty() && !outside ? 0 : 1;
  }

  private static void addSpans(ArrayNode array, List<LedgerSpan> spans) {
    for (LedgerSpan span : spans) {
      array.addObject().put("first_ledger", span.first()).put("last_ledger", span.last());
    }
  }
}
