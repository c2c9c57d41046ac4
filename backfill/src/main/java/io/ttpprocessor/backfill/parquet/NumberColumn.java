package io.ttpprocessor.backfill.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A column of integers, of which zstd makes as little as a dictionary would. Not thread-safe. */
final class NumberColumn extends PlainColumn {
  private final boolean isLong;
  private long smallest = Long.MAX_VALUE;
  private long largest = Long.MIN_VALUE;

  NumberColumn(ColumnDescriptor descriptor, ParquetProperties properties) {
    super(descriptor, properties);
    this.isLong = descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
  }

  /** A row with the number, of which a column of 32 bits takes the lower half. */
  void write(long value) {
    present();
    values().putInt((int) value);
    if (isLong) {
      values().putInt((int) (value >> Integer.SIZE));
    }
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }

  @Override
  void addStatistics(Statistics<?> statistics) {
    if (smallest > largest) {
      return;
    }
    if (isLong) {
      statistics.updateStats(smallest);
      statistics.updateStats(largest);
    } else {
      statistics.updateStats((int) smallest);
      statistics.updateStats((int) largest);
    }
  }

  @Override
  void clearPage() {
    super.clearPage();
    smallest = Long.MAX_VALUE;
    largest = Long.MIN_VALUE;
  }
}
