package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.parquet.ParquetOptions;
import io.ttpprocessor.backfill.parquet.ParquetTarget;
import io.ttpprocessor.backfill.postgres.PostgresOptions;
import io.ttpprocessor.backfill.postgres.PostgresTarget;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.kit.config.ConfigurationException;
import java.io.IOException;
import java.io.Serializable;

/** Which sink ranges go to: goes from who starts a job to its workers, each of which opens it. */
public interface TargetOptions extends Serializable {
  /**
   * Opens the target, for what {@code load} brings.
   *
   * @throws ConfigurationException when this process's own variables, which do not go with the job,
   *     cannot be used
   */
  RangeTarget open(LoadOptions load) throws IOException, ConfigurationException;

  /**
   * Parquet files.
   *
   * @param place where they go
   * @param options how they are written
   */
  record Parquet(OutputPlace place, ParquetOptions options) implements TargetOptions {
    private static final long serialVersionUID = 1L;

    @Override
    public RangeTarget open(LoadOptions load) throws IOException {
      return new ParquetTarget(place, options);
    }
  }

  /**
   * Tables in PostgreSQL.
   *
   * @param options which, and how they are loaded
   */
  record Postgres(PostgresOptions options) implements TargetOptions {
    private static final long serialVersionUID = 1L;

    @Override
    public RangeTarget open(LoadOptions load) throws ConfigurationException {
      return new PostgresTarget(options, load, System.getenv());
    }
  }
}
