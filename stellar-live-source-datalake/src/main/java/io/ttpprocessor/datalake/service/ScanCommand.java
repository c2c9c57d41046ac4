package io.ttpprocessor.datalake.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.datalake.LakeScan;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scan}: holes and wrong names of a lake as JSON, by listing alone. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the lake's objects and writes as JSON which ledgers have none, which names are"
          + " none of the lake's layout, and which objects have no byte. Reads no object.",
      "Exit code 0 when the lake is whole, 1 when it is not, 2 when settings or arguments cannot be"
          + " used."
    })
final class ScanCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  @Spec private CommandSpec command;

  @Option(names = "--start", description = "First ledger; else wherever the lake begins.")
  private LedgerArgument start = new LedgerArgument("0");

  @Option(names = "--end", description = "Last ledger, inclusive; else wherever the lake ends.")
  private LedgerArgument end;

  ScanCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    LedgerProblems problems = new LedgerProblems();
    problems.check("--start", start, true);
    if (end != null) {
      problems.check("--end", end, false);
      problems.inOrder(start.sequence(), "--end", end.sequence());
    }
    problems.refuse(command.commandLine());
    long first = start.sequence();
    long last = end == null ? Long.MAX_VALUE : end.sequence();
    LakeSettings lake = LakeSettings.read(Settings.of(environment));
    try (lake) {
      if (!lake.store().canList()) {
        throw new IllegalArgumentException(
            lake.store().description() + " cannot be listed; verify START END reads every object");
      }
      FaultPolicy faults = new FaultPolicy(lake.faults());
      LakeScan.Findings findings =
          new LakeScan(lake.store(), lake.layout(), faults, first, last).run();
      PrintWriter out = command.commandLine().getOut();
      out.println(json(lake, findings).toPrettyString());
      out.flush();
      return findings.isWhole() ? 0 : 1;
    }
  }

  private static ObjectNode json(LakeSettings lake, LakeScan.Findings findings) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("lake", lake.store().description());
    json.put("ledgers_per_file", lake.layout().ledgersPerBatch());
    json.put("files_per_partition", lake.layout().batchesPerPartition());
    json.put("whole", findings.isWhole());
    json.put("objects", findings.objects());
    json.put("first_ledger", findings.first());
    json.put("last_ledger", findings.last());
    ArrayNode missing = json.putArray("missing");
    for (LakeScan.Hole hole : findings.holes()) {
      missing
          .addObject()
          .put("first", hole.first())
          .put("last", hole.last())
          .put("first_key", lake.layout().batchOf(hole.first()).key());
    }
    put(json, "wrong_name_count", "wrong_names", findings.wrongNames());
    put(json, "empty_object_count", "empty_objects", findings.emptyObjects());
    return json;
  }

  private static void put(ObjectNode json, String count, String names, LakeScan.Names found) {
    json.put(count, found.count());
    ArrayNode array = json.putArray(names);
    found.first().forEach(array::add);
  }
}
