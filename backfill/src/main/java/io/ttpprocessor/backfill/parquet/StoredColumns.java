package io.ttpprocessor.backfill.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.page.PageWriteStore;

/** Columns as parquet-java writes them, nested ones too. Not thread-safe. */
final class StoredColumns implements FileColumns {
  private final TableSchema table;
  private final List<ColumnDescriptor> descriptors;
  private final ColumnWriter[] columns;
  private ColumnWriteStore store;

  StoredColumns(TableSchema table) {
    this.table = table;
    this.descriptors = table.schema().getColumns();
    this.columns = new ColumnWriter[descriptors.size()];
  }

  /** Where the values of a column of the current row go, by its place in the schema. */
  ColumnWriter column(int index) {
    return columns[index];
  }

  @Override
  public void beginGroup(PageWriteStore pages) {
    store = table.properties().newColumnWriteStore(table.schema(), pages);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = store.getColumnWriter(descriptors.get(i));
    }
  }

  @Override
  public void endRow() {
    store.endRecord();
  }

  @Override
  public long size() {
    return store.getBufferedSize();
  }

  @Override
  public void endGroup() throws IOException {
    store.flush();
    store.close();
  }
}
