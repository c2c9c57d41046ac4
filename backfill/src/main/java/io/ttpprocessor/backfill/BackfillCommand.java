package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.job.BackfillJob;
import io.ttpprocessor.backfill.job.JobFailedException;
import io.ttpprocessor.backfill.job.JobOptions;
import io.ttpprocessor.backfill.range.RangePlan;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.RangesCheck;
import io.ttpprocessor.backfill.range.StandingRanges;
import io.ttpprocessor.kit.terminal.ProgressLines;
import io.ttpprocessor.kit.terminal.Terminals;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backfill START END}: history into a sink, range by range. */
@Command(
    name = BackfillMain.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads the ledgers from START to END, both inclusive, from a data lake and writes their"
          + " events to a sink. Started again, it goes on with what is missing.",
      "Which lake, and how it is reached, the same environment variables tell as for"
          + " stellar-live-source-datalake; which database, those of consumer-app.",
      "Exit code 0 when the whole range is in the sink, 1 when it is not, 2 when settings or"
          + " arguments cannot be used."
    })
final class BackfillCommand implements Callable<Integer> {
  private static final int SECONDS_BETWEEN_LINES = 10;

  private final Map<String, String> environment;
  @Spec private CommandSpec command;
  @Mixin private BackfillArguments arguments;

  BackfillCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    BackfillPlan plan = BackfillPlan.read(arguments, environment);
    JobOptions options = plan.options();
    LedgerSpan wanted = options.wanted();
    try (RangeTarget target = options.target().open(options.load())) {
      List<LedgerSpan> missing = missing(target, plan);
      if (!missing.isEmpty()) {
        run(options, missing, plan.pricePerHour());
      }
      RangesCheck.whole(target, wanted);
      summary(target, wanted);
    }
    return 0;
  }

  /** What is to be loaded; ranges of another kind than this job's are refused. */
  private List<LedgerSpan> missing(RangeTarget target, BackfillPlan plan) throws Exception {
    LedgerSpan wanted = plan.options().wanted();
    target.prepare();
    int discarded = target.discardUnfinished(wanted);
    List<StandingRanges> standing = target.standing(wanted);
    plan.requireSameKind(target, standing);
    List<LedgerSpan> missing =
        RangePlan.missing(
            wanted, standing.stream().map(StandingRanges::spans).toList(), plan.rangeLedgers());
    target.admit(missing, plan.options().parallelism());
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        "%s into %s: %,d of %,d ledgers are to be loaded, in %d ranges%s%n",
        wanted,
        target.description(),
        missing.stream().mapToLong(LedgerSpan::size).sum(),
        wanted.size(),
        missing.size(),
        discarded == 0 ? "" : "; removed what an earlier run left unfinished: " + discarded);
    err.flush();
    return missing;
  }

  private void run(JobOptions options, List<LedgerSpan> missing, double pricePerHour)
      throws JobFailedException, InterruptedException {
    long ledgers = missing.stream().mapToLong(LedgerSpan::size).sum();
    ProgressLine line = new ProgressLine(ledgers, pricePerHour, System::nanoTime);
    ProgressLines lines = new ProgressLines(line::text, System.err, Terminals.isTerminal());
    lines.start(SECONDS_BETWEEN_LINES);
    try {
      new BackfillJob(options, missing).run(line);
    } finally {
      lines.leave();
    }
  }

  private void summary(RangeTarget target, LedgerSpan wanted) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        "%s are in %s, whole and joined: rows %s%n",
        wanted, target.description(), target.rows(wanted));
    out.flush();
  }
}
