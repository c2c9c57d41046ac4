package io.ttpprocessor.backfill.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;

/**
 * Flat columns written as pages of a number of rows: what a value costs is a few copies of bytes.
 * Not thread-safe.
 */
final class PageColumns implements FileColumns {
  /** Of hashes in digits two thirds of a megabyte. */
  private static final int PAGE_ROWS = 10_000;

  private final List<ColumnDescriptor> descriptors;
  private final ParquetProperties properties;
  private final List<PageColumn> columns = new ArrayList<>();
  private int rowsInPage;
  private long size;

  PageColumns(TableSchema table) {
    this.descriptors = table.schema().getColumns();
    this.properties = table.properties();
  }

  /** Makes a column of its place in the schema. */
  interface Kind<C extends PageColumn> {
    C of(ColumnDescriptor descriptor, ParquetProperties properties);
  }

  /** Adds the next of the schema's columns; all are to be added before the first row group. */
  <C extends PageColumn> C add(Kind<C> kind) {
    C column = kind.of(descriptors.get(columns.size()), properties);
    columns.add(column);
    return column;
  }

  @Override
  public void beginGroup(PageWriteStore pages) {
    if (columns.size() != descriptors.size()) {
      throw new IllegalStateException(columns.size() + " columns of " + descriptors.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).beginGroup(pages.getPageWriter(descriptors.get(i)));
    }
    size = 0;
  }

  @Override
  public void endRow() throws IOException {
    rowsInPage++;
    if (rowsInPage == PAGE_ROWS) {
      endPages();
    }
  }

  private void endPages() throws IOException {
    size = 0;
    for (PageColumn column : columns) {
      column.endPage();
      size += column.size();
    }
    rowsInPage = 0;
  }

  /** Without the current pages. */
  @Override
  public long size() {
    return size;
  }

  @Override
  public void endGroup() throws IOException {
    endPages();
    for (PageColumn column : columns) {
      column.endGroup();
    }
  }
}
