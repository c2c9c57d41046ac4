package io.ttpprocessor.backfill.parquet;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;

/** A column whose pages hold its values as they are. Not thread-safe. */
abstract class PlainColumn extends PageColumn {
  private final PlainBytes values = new PlainBytes();

  PlainColumn(ColumnDescriptor descriptor, ParquetProperties properties) {
    super(descriptor, properties);
  }

  /** Where the page's values go. */
  final PlainBytes values() {
    return values;
  }

  @Override
  final BytesInput pageValues() {
    return values.input();
  }

  @Override
  final Encoding pageEncoding() {
    return Encoding.PLAIN;
  }

  @Override
  void clearPage() {
    values.clear();
  }
}
