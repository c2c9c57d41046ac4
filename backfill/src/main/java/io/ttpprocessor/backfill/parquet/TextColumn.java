package io.ttpprocessor.backfill.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A column of texts that do not come again, or are too short for a dictionary to pay. It tells no
 * smallest and largest. Not thread-safe.
 *
 * @param <K> what a text is made of
 */
final class TextColumn<K> extends PlainColumn {
  private final TextForm<K> form;

  TextColumn(ColumnDescriptor descriptor, ParquetProperties properties, TextForm<K> form) {
    super(descriptor, properties);
    if (properties.getStatisticsEnabled(descriptor)) {
      throw new IllegalArgumentException(descriptor + " is to have statistics");
    }
    this.form = form;
  }

  /** A row with the text. */
  void write(K key) {
    present();
    form.put(key, values());
  }

  @Override
  void addStatistics(Statistics<?> statistics) {
    throw new IllegalStateException("statistics of a column that has none");
  }
}
