package io.ttpprocessor.backfill;

import io.ttpprocessor.backfill.job.TargetOptions;
import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.parquet.ParquetOptions;
import io.ttpprocessor.backfill.postgres.PostgresOptions;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.PostgresSink;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;

/** Which sink the arguments and the environment tell, and what is a range there. */
final class TargetArguments {
  private static final long PARQUET_RANGE_LEDGERS = 16_000;
  private static final int MOST_ZSTD = 19;
  private static final int MOST_ROW_GROUP = 1024;
  private static final int MOST_INDEX_THREADS = 64;
  private static final long MEBIBYTE = 1L << 20;

  private final BackfillArguments arguments;
  private final Map<String, String> environment;
  private final Settings settings;
  private long partitionLedgers;

  /**
   * @param settings of the environment; takes every problem there is
   */
  TargetArguments(BackfillArguments arguments, Map<String, String> environment, Settings settings) {
    this.arguments = arguments;
    this.environment = environment;
    this.settings = settings;
  }

  /** The sink. */
  TargetOptions target() {
    BackfillPlan.within(settings, "--zstd-level", arguments.zstdLevel, 1, MOST_ZSTD);
    BackfillPlan.within(
        settings, "--row-group-mib", arguments.rowGroupMebibytes, 1, MOST_ROW_GROUP);
    BackfillPlan.within(settings, "--index-threads", arguments.indexThreads, 1, MOST_INDEX_THREADS);
    return switch (arguments.sink) {
      case PARQUET -> parquet();
      case POSTGRES -> postgres();
    };
  }

  private TargetOptions parquet() {
    if (arguments.output.isEmpty()) {
      settings.problem("--output", "is required: where Parquet files go");
    }
    boolean folder = arguments.output.indexOf(':') < 0;
    // A worker's current folder may be another.
    String url = folder ? Path.of(arguments.output).toAbsolutePath().toString() : arguments.output;
    OutputPlace place = new OutputPlace(url, arguments.outputRegion, arguments.outputEndpoint);
    TargetOptions.Parquet target =
        new TargetOptions.Parquet(
            place, new ParquetOptions(arguments.zstdLevel, arguments.rowGroupMebibytes * MEBIBYTE));
    if (!arguments.output.isEmpty()) {
      try {
        place.open().close();
      } catch (IOException | IllegalArgumentException e) {
        settings.problem("--output", "is \"" + arguments.output + "\": " + reason(e));
      }
    }
    return target;
  }

  /** Of some failures, Java's message is the path alone. */
  private static String reason(Exception failure) {
    if (failure instanceof AccessDeniedException) {
      return "may not be written to";
    }
    return failure instanceof FileAlreadyExistsException
        ? "is a file, and no folder"
        : failure.getMessage();
  }

  private TargetOptions postgres() {
    if (!arguments.output.isEmpty()) {
      settings.problem(
          "--output", "is of Parquet; the variables POSTGRES_HOST and so on name the database");
    }
    partitionLedgers = PostgresSink.readPartitionLedgers(settings);
    return new TargetOptions.Postgres(
        PostgresOptions.read(environment, arguments.indexThreads, settings));
  }

  /**
   * Most ledgers of a range of {@link #target()}: of files whole objects of the lake, in PostgreSQL
   * a partition, whose grid is the live consumer's.
   *
   * @param objectLedgers ledgers of one of the lake's objects
   */
  long rangeLedgers(long objectLedgers) {
    return switch (arguments.sink) {
      case PARQUET -> {
        long wanted =
            arguments.rangeLedgers == null ? PARQUET_RANGE_LEDGERS : arguments.rangeLedgers;
        yield Math.max(1, (wanted + objectLedgers - 1) / objectLedgers) * objectLedgers;
      }
      case POSTGRES -> arguments.rangeLedgers == null ? partitionLedgers : arguments.rangeLedgers;
    };
  }
}
