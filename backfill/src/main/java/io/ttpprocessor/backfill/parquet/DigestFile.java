package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.protos.v1.EventDigest;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/**
 * A file of the digests of a table's ledgers. The columns are {@link TableSchema#ledgerDigests}.
 */
final class DigestFile implements AutoCloseable {
  private static final int TABLE_NAME = 0;
  private static final int LEDGER_SEQUENCE = 1;
  private static final int LEDGER_HASH = 2;
  private static final int EVENT_COUNT = 3;
  private static final int DIGEST = 4;

  private final StoredColumns columns = new StoredColumns(TableSchema.ledgerDigests());
  private final ColumnFile file;
  private final Binary table;

  /** Begins a file, which closes {@code stream} at its end. */
  DigestFile(
      OutputFileStream stream,
      ParquetOptions options,
      Map<String, String> metadata,
      EventProduct product)
      throws IOException {
    this.file = new ColumnFile(stream, TableSchema.ledgerDigests(), columns, options, metadata);
    this.table = Binary.fromString(product.table());
  }

  /** The file that the rows go to. */
  ColumnFile file() {
    return file;
  }

  /** Writes the digest of a ledger's events. */
  void write(LedgerEvents ledger, EventDigest digest) throws IOException {
    columns.column(TABLE_NAME).write(table, 0, 0);
    columns.column(LEDGER_SEQUENCE).write(ledger.sequence(), 0, 0);
    columns.column(LEDGER_HASH).write(Binary.fromConstantByteArray(ledger.hash()), 0, 0);
    columns.column(EVENT_COUNT).write(Integer.toUnsignedLong(digest.getCount()), 0, 0);
    byte[] sha256 = digest.getSha256().toByteArray();
    columns.column(DIGEST).write(Binary.fromConstantByteArray(sha256), 0, 0);
    file.endRow();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
