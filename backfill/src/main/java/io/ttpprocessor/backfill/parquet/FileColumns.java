package io.ttpprocessor.backfill.parquet;

import java.io.IOException;
import org.apache.parquet.column.page.PageWriteStore;

/** The columns of a file, which take the rows of one row group after the other. */
interface FileColumns {
  /** Begins a row group, whose pages go to the store. */
  void beginGroup(PageWriteStore pages);

  /** Ends a row, of which each column has been written. */
  void endRow() throws IOException;

  /** About how many bytes the row group takes so far. */
  long size();

  /** Gives up what is left of the row group. */
  void endGroup() throws IOException;
}
