package io.ttpprocessor.backfill.parquet;

import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The columns of each table's files, which are those of the table in PostgreSQL, and how each is
 * encoded.
 *
 * <p>{@code amount} is text, for decimals of Parquet's readers end at 38 digits and a 128-bit
 * integer has up to 39; {@code amount_decimal} is the same as a number, null where it does not fit.
 *
 * <p>A dictionary pays where values come again within a row group. Hashes of transactions and
 * base64 do not; their neighbours do, and zstd finds those. Smallest and largest values of a page
 * are left out where they tell nothing: hashes and addresses lie anywhere, and digits as text are
 * in no order of numbers.
 *
 * @param schema the columns
 * @param properties how they are encoded
 */
record TableSchema(MessageType schema, ParquetProperties properties) {
  static final int DECIMAL_DIGITS = 38;
  static final int DECIMAL_SIZE = 16;

  /** Columns of which values do not come again. */
  private static final String[] WITHOUT_DICTIONARY = {"tx_hash", "data_xdr", "ordinal", "digest"};

  private static final String[] WITHOUT_STATISTICS = {
    "tx_hash", "from_address", "to_address", "amount", "topics", "event_data", "data_xdr", "digest"
  };

  private static final LogicalTypeAnnotation TEXT = LogicalTypeAnnotation.stringType();
  private static final LogicalTypeAnnotation INSTANT =
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
  private static final LogicalTypeAnnotation DECIMAL =
      LogicalTypeAnnotation.decimalType(0, DECIMAL_DIGITS);

  /** The files of {@code token_transfers}. */
  static TableSchema tokenTransfers() {
    return of(
        Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named("ledger_sequence")
            .required(PrimitiveTypeName.INT32)
            .named("ordinal")
            .required(PrimitiveTypeName.INT64)
            .as(INSTANT)
            .named("closed_at")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("tx_hash")
            .required(PrimitiveTypeName.INT32)
            .named("transaction_index")
            .optional(PrimitiveTypeName.INT32)
            .named("operation_index")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("event_type")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("contract_address")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("asset")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("from_address")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("to_address")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("amount")
            .optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
            .length(DECIMAL_SIZE)
            .as(DECIMAL)
            .named("amount_decimal")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("to_muxed_type")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("to_muxed_value")
            .named("token_transfers"));
  }

  /** The files of {@code contract_events}. */
  static TableSchema contractEvents() {
    return of(
        Types.buildMessage()
            .required(PrimitiveTypeName.INT64)
            .named("ledger_sequence")
            .required(PrimitiveTypeName.INT32)
            .named("ordinal")
            .required(PrimitiveTypeName.INT64)
            .as(INSTANT)
            .named("ledger_closed_at")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("tx_hash")
            .required(PrimitiveTypeName.BOOLEAN)
            .named("tx_successful")
            .required(PrimitiveTypeName.INT32)
            .named("tx_index")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("contract_id")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("event_type")
            .required(PrimitiveTypeName.INT32)
            .named("event_index")
            .optional(PrimitiveTypeName.INT32)
            .named("operation_index")
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("topics")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("event_data")
            .requiredList()
            .requiredElement(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("topics_xdr")
            .optional(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("data_xdr")
            .named("contract_events"));
  }

  /** The files of {@code ledger_digests}. */
  static TableSchema ledgerDigests() {
    return of(
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(TEXT)
            .named("table_name")
            .required(PrimitiveTypeName.INT64)
            .named("ledger_sequence")
            .required(PrimitiveTypeName.BINARY)
            .named("ledger_hash")
            .required(PrimitiveTypeName.INT64)
            .named("event_count")
            .required(PrimitiveTypeName.BINARY)
            .named("digest")
            .named("ledger_digests"));
  }

  private static TableSchema of(MessageType schema) {
    ParquetProperties.Builder properties =
        ParquetProperties.builder()
            // Data pages of version 2 are what readers differ about.
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withSizeStatisticsEnabled(false);
    for (String column : WITHOUT_DICTIONARY) {
      properties.withDictionaryEncoding(column, false);
    }
    for (String column : WITHOUT_STATISTICS) {
      properties.withStatisticsEnabled(column, false);
    }
    return new TableSchema(schema, properties.build());
  }
}
