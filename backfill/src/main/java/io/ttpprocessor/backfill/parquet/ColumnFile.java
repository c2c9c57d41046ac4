package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet file, whose columns are written each by itself: no record and no boxed value is made
 * on the way. A row group is closed by its size alone, so that the same rows make the same pages.
 *
 * <p>Made of parquet-java's own parts, of which those that are asked for here know no Hadoop. Not
 * thread-safe.
 */
final class ColumnFile implements AutoCloseable {
  /** How many rows go by between two looks at the size. */
  private static final int SIZE_CHECK_ROWS = 1_000;

  /** Nothing is aligned with the blocks of a distributed file system. */
  private static final int NO_PADDING = 0;

  private final OutputFileStream stream;
  private final MessageType schema;
  private final ParquetProperties properties;
  private final long rowGroupBytes;
  private final Map<String, String> metadata;
  private final ZstdCompressor compressor;
  private final ParquetFileWriter file;
  private final FileColumns columns;
  private ColumnChunkPageWriteStore pages;
  private long rowsInGroup;
  private long rows;

  /**
   * Begins a file, which closes {@code stream} at its end.
   *
   * @param columns those of the table; this file's alone
   * @param metadata what the footer tells beside the schema
   */
  ColumnFile(
      OutputFileStream stream,
      TableSchema table,
      FileColumns columns,
      ParquetOptions options,
      Map<String, String> metadata)
      throws IOException {
    this.stream = stream;
    this.schema = table.schema();
    this.properties = table.properties();
    this.rowGroupBytes = options.rowGroupBytes();
    this.metadata = metadata;
    this.compressor = new ZstdCompressor(options.zstdLevel());
    this.columns = columns;
    this.file =
        new ParquetFileWriter(
            new StreamOutputFile(stream),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            rowGroupBytes,
            NO_PADDING,
            null,
            properties);
    file.start();
    beginGroup();
  }

  /** Ends a row, of which each column has been written. */
  void endRow() throws IOException {
    columns.endRow();
    rows++;
    rowsInGroup++;
    if (rowsInGroup % SIZE_CHECK_ROWS == 0 && columns.size() >= rowGroupBytes) {
      endGroup();
      beginGroup();
    }
  }

  /** Rows written so far. */
  long rows() {
    return rows;
  }

  /** Writes the footer and puts the file into its place. */
  void commit() throws IOException {
    endGroup();
    file.end(metadata);
    stream.commit();
  }

  @Override
  public void close() throws IOException {
    compressor.release();
    stream.close();
  }

  private void beginGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            HeapByteBufferAllocator.getInstance(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    columns.beginGroup(pages);
    rowsInGroup = 0;
  }

  private void endGroup() throws IOException {
    if (rowsInGroup > 0) {
      file.startBlock(rowsInGroup);
      columns.endGroup();
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    pages.close();
  }
}
