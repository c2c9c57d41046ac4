package io.ttpprocessor.backfill.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;

/**
 * A flat column on its way into data pages (version 1). A page is given up to its writer as often
 * as {@link #endPage} says, so that the pages of all columns end with the same row. Not
 * thread-safe.
 */
abstract class PageColumn {
  private static final int NULL = 0;
  private static final int PRESENT = 1;

  private final ColumnDescriptor descriptor;
  private final boolean optional;
  private final boolean withStatistics;
  private final Encoding noRepetitions;
  private final ValuesWriter levels;
  private PageWriter pages;
  private int rows;
  private int nulls;

  PageColumn(ColumnDescriptor descriptor, ParquetProperties properties) {
    if (descriptor.getMaxRepetitionLevel() > 0 || descriptor.getMaxDefinitionLevel() > PRESENT) {
      throw new IllegalArgumentException(descriptor + " is not flat");
    }
    this.descriptor = descriptor;
    this.optional = descriptor.getMaxDefinitionLevel() == PRESENT;
    this.withStatistics = properties.getStatisticsEnabled(descriptor);
    this.noRepetitions = properties.newRepetitionLevelWriter(descriptor).getEncoding();
    this.levels = properties.newDefinitionLevelWriter(descriptor);
  }

  /** Begins a column chunk. */
  void beginGroup(PageWriter writer) {
    pages = writer;
  }

  /** A row without a value. */
  final void writeNull() {
    levels.writeInteger(NULL);
    nulls++;
    rows++;
  }

  /** Counts a row with a value, which the caller writes. */
  final void present() {
    if (optional) {
      levels.writeInteger(PRESENT);
    }
    rows++;
  }

  /** Gives up the rows since the last page as one page, which may be empty and then is none. */
  final void endPage() throws IOException {
    if (rows == 0) {
      return;
    }
    Statistics<?> statistics;
    if (withStatistics) {
      statistics = Statistics.createStats(descriptor.getPrimitiveType());
      statistics.incrementNumNulls(nulls);
      addStatistics(statistics);
    } else {
      statistics = Statistics.noopStats(descriptor.getPrimitiveType());
    }
    // Asked for first: what the encoding is may show only then.
    BytesInput values = pageValues();
    pages.writePage(
        BytesInput.concat(levels.getBytes(), values),
        rows,
        rows,
        statistics,
        noRepetitions,
        levels.getEncoding(),
        pageEncoding());
    levels.reset();
    rows = 0;
    nulls = 0;
    clearPage();
  }

  /** Ends the column chunk after its last page. */
  void endGroup() throws IOException {
    // Most columns have nothing beside their pages.
  }

  /** Memory that the chunk takes but for its current page, in bytes. */
  long size() {
    return pages.getMemSize();
  }

  /** Writer of the chunk's pages. */
  final PageWriter pages() {
    return pages;
  }

  /** Adds what is smallest and largest among the page's values. */
  abstract void addStatistics(Statistics<?> statistics);

  /** The page's values. */
  abstract BytesInput pageValues() throws IOException;

  /** How these are encoded. */
  abstract Encoding pageEncoding();

  /** Forgets the page's values. */
  abstract void clearPage() throws IOException;
}
