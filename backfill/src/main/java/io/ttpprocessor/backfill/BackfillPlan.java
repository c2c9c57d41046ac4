package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.job.JobOptions;
import io.ttpprocessor.backfill.job.TargetOptions;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.StandingRanges;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments and environment, checked as a whole.
 *
 * @param options the job
 * @param rangeLedgers most ledgers of a range
 * @param pricePerHour what the machines cost an hour; 0 when not said
 */
record BackfillPlan(JobOptions options, long rangeLedgers, double pricePerHour) {
  private static final int MOST_PARALLEL = 10_000;

  /**
   * Reads all of them, and the lake's manifest.
   *
   * @throws ConfigurationException with every problem there is; ledgers that the lake has not are
   *     one once all else is right
   * @throws SourceException when the lake cannot be reached, or is empty
   */
  static BackfillPlan read(BackfillArguments arguments, Map<String, String> environment)
      throws ConfigurationException, SourceException, InterruptedException {
    Settings own = Settings.of(environment);
    LedgerChecks checks =
        own.choice("LEDGER_CHECKS", LedgerChecks.class, LedgerChecks.TRANSACTIONS);
    requireNumbers(arguments, own);
    TargetArguments sink = new TargetArguments(arguments, environment, own);
    TargetOptions target = sink.target();
    Map<String, String> lake = LakeVariables.of(environment, arguments.lake, own);
    try (LakeSettings settings = readLake(lake, own)) {
      LoadOptions load =
          new LoadOptions(
              lake,
              settings.networkPassphrase().orElseThrow(),
              checks,
              arguments.tables.stream().sorted().distinct().toList(),
              arguments.includeFailed);
      long rangeLedgers = sink.rangeLedgers(settings.layout().ledgersPerBatch());
      own.throwIfProblems();
      requireLedgers(settings, arguments, own);
      own.throwIfProblems();
      JobOptions options =
          new JobOptions(
              arguments.start.sequence(),
              arguments.end.sequence(),
              load,
              target,
              arguments.parallelism,
              arguments.restarts);
      return new BackfillPlan(options, rangeLedgers, arguments.pricePerHour);
    }
  }

  private static LakeSettings readLake(Map<String, String> lake, Settings own)
      throws ConfigurationException, SourceException, InterruptedException {
    LakeSettings settings;
    try {
      settings = LakeSettings.read(Settings.of(lake));
    } catch (ConfigurationException e) {
      // Each of its problems begins with the name of its variable, as ours do.
      for (String problem : e.problems()) {
        int name = problem.indexOf(' ');
        own.problem(problem.substring(0, name), problem.substring(name + 1));
      }
      own.throwIfProblems();
      throw e;
    }
    if (settings.networkPassphrase().isEmpty()) {
      own.problem("NETWORK_PASSPHRASE", "is required, for the lake's manifest does not tell it");
    }
    try {
      own.throwIfProblems();
    } catch (ConfigurationException e) {
      settings.close();
      throw e;
    }
    return settings;
  }

  private static void requireNumbers(BackfillArguments arguments, Settings settings) {
    boolean start = isLedger(settings, "START", arguments.start);
    boolean end = isLedger(settings, "END", arguments.end);
    if (start && end && arguments.end.sequence() < arguments.start.sequence()) {
      settings.problem(
          "END",
          String.format("is %s, before START, %s", arguments.end.text(), arguments.start.text()));
    }
    if (arguments.rangeLedgers != null) {
      within(settings, "--range-ledgers", arguments.rangeLedgers, 1, LedgerRange.MAX_SEQUENCE);
    }
    within(settings, "--parallelism", arguments.parallelism, 1, MOST_PARALLEL);
    within(settings, "--restarts", arguments.restarts, 0, Integer.MAX_VALUE);
    if (!(arguments.pricePerHour >= 0)) {
      settings.problem("--price-per-hour", "is " + arguments.pricePerHour + ", less than nothing");
    }
  }

  private static boolean isLedger(Settings settings, String name, LedgerArgument argument) {
    Optional<String> refusal = argument.refusal(false);
    refusal.ifPresent(text -> settings.problem(name + ":", text));
    return refusal.isEmpty();
  }

  /** Notes a number that is out of its bounds, both inclusive. */
  static void within(Settings settings, String option, long value, long least, long most) {
    if (value < least || value > most) {
      settings.problem(option, "is " + value + ", not from " + least + " to " + most);
    }
  }

  /** Notes each end of the range that the lake has not: the job would fail in its midst. */
  private static void requireLedgers(
      LakeSettings settings, BackfillArguments arguments, Settings own) throws SourceException {
    try (LakeLedgerSource lake = settings.openSource(new FaultPolicy(settings.faults()))) {
      long latest = lake.latest();
      long oldest = oldest(lake);
      String extent =
          String.format(
              ", but the lake %s has ledgers %s to %d",
              settings.store().description(), oldest == 0 ? "up" : oldest, latest);
      if (arguments.start.sequence() < oldest) {
        own.problem("START", "is " + arguments.start.text() + extent);
      }
      if (arguments.end.sequence() > latest) {
        own.problem("END", "is " + arguments.end.text() + extent);
      }
    }
  }

  /** 0 where the oldest object is damaged, which is told once its ledgers are wanted. */
  private static long oldest(LakeLedgerSource lake) throws SourceException {
    try {
      return lake.describe().oldest();
    } catch (SourceException e) {
      if (e.kind() == SourceException.Kind.CORRUPT) {
        return 0;
      }
      throw e;
    }
  }

  /** Refuses a place whose ranges are not what this job would make. */
  void requireSameKind(RangeTarget target, List<StandingRanges> standing)
      throws ConfigurationException {
    Settings problems = Settings.of(Map.of());
    String ours = target.kindOf(options.load());
    standing.stream()
        .flatMap(part -> part.ranges().stream())
        .filter(range -> !range.kind().equals(ours))
        .findFirst()
        .ifPresent(
            range ->
                problems.problem(
                    target.setting(),
                    String.format(
                        "is %s, where %s are of %s, but this job makes %s; give another place",
                        target.description(), range.span(), range.kind(), ours)));
    problems.throwIfProblems();
  }
}
