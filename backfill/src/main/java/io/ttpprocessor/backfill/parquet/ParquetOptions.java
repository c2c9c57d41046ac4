package io.ttpprocessor.backfill.parquet;

import java.io.Serializable;

/**
 * How files are written.
 *
 * @param zstdLevel level of compression, 1 to 19
 * @param rowGroupBytes about how many bytes of pages, most of them compressed, make a row group; a
 *     file that is being written takes so much memory
 */
public record ParquetOptions(int zstdLevel, long rowGroupBytes) implements Serializable {
  private static final long serialVersionUID = 1L;
}
