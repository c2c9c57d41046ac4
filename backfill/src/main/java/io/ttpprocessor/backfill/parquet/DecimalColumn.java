package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.extract.event.Amount;
import java.math.BigInteger;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * A column of amounts as decimals: null where 38 digits do not tell the amount. Not thread-safe.
 */
final class DecimalColumn extends PlainColumn {
  /** The largest number that the digits can tell. */
  private static final Amount LARGEST_DECIMAL =
      Amount.of(BigInteger.TEN.pow(TableSchema.DECIMAL_DIGITS).subtract(BigInteger.ONE));

  private static final Amount SMALLEST_DECIMAL = Amount.of(LARGEST_DECIMAL.toBigInteger().negate());

  private Amount smallest;
  private Amount largest;

  DecimalColumn(ColumnDescriptor descriptor, ParquetProperties properties) {
    super(descriptor, properties);
  }

  /** A row with the amount. */
  void write(Amount amount) {
    boolean fits =
        amount.fitsLong()
            || amount.compareTo(LARGEST_DECIMAL) <= 0 && amount.compareTo(SMALLEST_DECIMAL) >= 0;
    if (!fits) {
      writeNull();
      return;
    }
    present();
    put(amount, values());
    if (smallest == null || amount.compareTo(smallest) < 0) {
      smallest = amount;
    }
    if (largest == null || amount.compareTo(largest) > 0) {
      largest = amount;
    }
  }

  /** The most significant byte first, in two's complement. */
  private static void put(Amount amount, PlainBytes target) {
    target.putInt(Integer.reverseBytes((int) (amount.high() >> Integer.SIZE)));
    target.putInt(Integer.reverseBytes((int) amount.high()));
    target.putInt(Integer.reverseBytes((int) (amount.low() >> Integer.SIZE)));
    target.putInt(Integer.reverseBytes((int) amount.low()));
  }

  @Override
  void addStatistics(Statistics<?> statistics) {
    if (smallest != null) {
      statistics.updateStats(binary(smallest));
      statistics.updateStats(binary(largest));
    }
  }

  private static Binary binary(Amount amount) {
    PlainBytes bytes = new PlainBytes();
    put(amount, bytes);
    return bytes.binary(0, TableSchema.DECIMAL_SIZE);
  }

  @Override
  void clearPage() {
    super.clearPage();
    smallest = null;
    largest = null;
  }
}
