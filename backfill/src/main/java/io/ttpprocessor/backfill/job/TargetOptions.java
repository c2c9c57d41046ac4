package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.parquet.ParquetOptions;
import io.ttpprocessor.backfill.parquet.ParquetTarget;
import io.ttpprocessor.backfill.range.RangeTarget;
import java.io.IOException;
import java.io.Serializable;

/** Which sink ranges go to: goes from who starts a job to its workers, each of which opens it. */
public interface TargetOptions extends Serializable {
  /** Opens the target. */
  RangeTarget open() throws IOException;

  /**
   * Parquet files.
   *
   * @param place where they go
   * @param options how they are written
   */
  record Parquet(OutputPlace place, ParquetOptions options) implements TargetOptions {
    private static final long serialVersionUID = 1L;

    @Override
    public RangeTarget open() throws IOException {
      return new ParquetTarget(place, options);
    }
  }
}
