package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.job.JobOptions;
import io.ttpprocessor.backfill.job.TargetOptions;
import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.parquet.ParquetOptions;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Arguments and environment, checked as a whole.
 *
 * @param options the job
 * @param rangeLedgers most ledgers of a range: whole objects of the lake
 * @param pricePerHour what the machines cost an hour; 0 when not said
 */
record BackfillPlan(JobOptions options, long rangeLedgers, double pricePerHour) {
  private static final int MOST_PARALLEL = 10_000;
  private static final int MOST_ZSTD = 19;
  private static final int MOST_ROW_GROUP = 1024;
  private static final long MEBIBYTE = 1L << 20;

  /**
   * Reads all of them, and the lake's manifest.
   *
   * @throws ConfigurationException with every problem there is
   * @throws SourceException when the lake cannot be reached, or ends before the last ledger
   */
  static BackfillPlan read(BackfillArguments arguments, Map<String, String> environment)
      throws ConfigurationException, SourceException, InterruptedException {
    Settings own = Settings.of(environment);
    LedgerChecks checks =
        own.choice("LEDGER_CHECKS", LedgerChecks.class, LedgerChecks.TRANSACTIONS);
    requireNumbers(arguments, own);
    TargetOptions target = target(arguments, own);
    Map<String, String> lake = LakeVariables.of(environment, arguments.lake, own);
    try (LakeSettings settings = readLake(lake, own)) {
      LoadOptions load =
          new LoadOptions(
              lake,
              settings.networkPassphrase().orElseThrow(),
              checks,
              arguments.tables.stream().sorted().distinct().toList(),
              arguments.includeFailed);
      requireLedgers(settings, arguments.end);
      JobOptions options =
          new JobOptions(
              arguments.start,
              arguments.end,
              load,
              target,
              arguments.parallelism,
              arguments.restarts);
      long object = settings.layout().ledgersPerBatch();
      long objects = Math.max(1, (arguments.rangeLedgers + object - 1) / object);
      return new BackfillPlan(options, object * objects, arguments.pricePerHour);
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
    if (arguments.start < 1 || arguments.start > LedgerRange.MAX_SEQUENCE) {
      settings.problem("START", "is " + arguments.start + ", no sequence number of a ledger");
    }
    if (arguments.end < arguments.start || arguments.end > LedgerRange.MAX_SEQUENCE) {
      settings.problem(
          "END", "is " + arguments.end + ", no sequence number from START, " + arguments.start);
    }
    within(settings, "--range-ledgers", arguments.rangeLedgers, 1, LedgerRange.MAX_SEQUENCE);
    within(settings, "--parallelism", arguments.parallelism, 1, MOST_PARALLEL);
    within(settings, "--restarts", arguments.restarts, 0, Integer.MAX_VALUE);
    within(settings, "--zstd-level", arguments.zstdLevel, 1, MOST_ZSTD);
    within(settings, "--row-group-mib", arguments.rowGroupMebibytes, 1, MOST_ROW_GROUP);
    if (!(arguments.pricePerHour >= 0)) {
      settings.problem("--price-per-hour", "is " + arguments.pricePerHour + ", less than nothing");
    }
  }

  private static void within(Settings settings, String option, long value, long least, long most) {
    if (value < least || value > most) {
      settings.problem(option, "is " + value + ", not from " + least + " to " + most);
    }
  }

  private static TargetOptions target(BackfillArguments arguments, Settings settings) {
    if (arguments.output.isEmpty()) {
      settings.problem("--output", "is required: where Parquet files go");
    }
    boolean folder = arguments.output.indexOf(':') < 0;
    // A worker's current folder may be another.
    String url = folder ? Path.of(arguments.output).toAbsolutePath().toString() : arguments.output;
    OutputPlace place = new OutputPlace(url, arguments.outputRegion, arguments.outputEndpoint);
    TargetOptions target =
        new TargetOptions.Parquet(
            place, new ParquetOptions(arguments.zstdLevel, arguments.rowGroupMebibytes * MEBIBYTE));
    if (!arguments.output.isEmpty()) {
      try {
        target.open().close();
      } catch (IOException | IllegalArgumentException e) {
        settings.problem("--output", "is \"" + arguments.output + "\": " + e.getMessage());
      }
    }
    return target;
  }

  private static void requireLedgers(LakeSettings settings, long last) throws SourceException {
    try (LakeLedgerSource lake = settings.openSource(new FaultPolicy(settings.faults()))) {
      long latest = lake.latest();
      if (latest < last) {
        throw new SourceException(
            SourceException.Kind.OUT_OF_RANGE,
            String.format(
                "the lake %s ends with ledger %d, before END, %d",
                settings.store().description(), latest, last));
      }
    }
  }

  /** Refuses a place whose ranges are not what this job would make. */
  void requireSameKind(List<RangeReport> standing, String place) throws ConfigurationException {
    Settings problems = Settings.of(Map.of());
    String ours = RangeReport.kindOf(options.load());
    for (RangeReport report : standing) {
      if (!report.kind().equals(ours)) {
        problems.problem(
            "--output",
            String.format(
                "is %s, where %s are of %s, but this job makes %s; give another place",
                place, report.span(), report.kind(), ours));
        break;
      }
    }
    problems.throwIfProblems();
  }
}
