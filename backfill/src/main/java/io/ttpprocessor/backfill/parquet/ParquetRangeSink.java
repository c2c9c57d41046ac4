package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.ExtractedLedger;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** One range on its way into Parquet files. A file is begun by its first row. */
final class ParquetRangeSink implements RangeSink {
  private static final String TRANSFERS = EventProduct.TOKEN_TRANSFERS.table();
  private static final String CONTRACT_EVENTS = EventProduct.CONTRACT_EVENTS.table();
  private static final String DIGESTS = "ledger_digests";

  /** All tables, which are the folders of the files. */
  static final List<String> TABLES = List.of(TRANSFERS, CONTRACT_EVENTS, DIGESTS);

  private static final int TABLE_NAME = 0;
  private static final int LEDGER_SEQUENCE = 1;
  private static final int LEDGER_HASH = 2;
  private static final int EVENT_COUNT = 3;
  private static final int DIGEST = 4;

  private final OutputStore store;
  private final ParquetOptions options;
  private final LedgerSpan span;
  private final Map<EventKind, TokenTransferFile> transfers = new EnumMap<>(EventKind.class);
  private final Map<String, ColumnFile> digests = new LinkedHashMap<>();
  private ContractEventFile contractEvents;

  ParquetRangeSink(OutputStore store, ParquetOptions options, LedgerSpan span) {
    this.store = store;
    this.options = options;
    this.span = span;
  }

  @Override
  public void write(ExtractedLedger ledger) throws IOException {
    for (Map.Entry<EventProduct, EventDigest> digest : ledger.digests().entrySet()) {
      writeDigest(digest.getKey().table(), ledger, digest.getValue());
    }
    if (ledger.digests().containsKey(EventProduct.TOKEN_TRANSFERS)) {
      writeTransfers(ledger);
    }
    EventDigest ofContracts = ledger.digests().get(EventProduct.CONTRACT_EVENTS);
    if (ofContracts != null && ofContracts.getCount() != 0) {
      writeContractEvents(ledger);
    }
  }

  private void writeTransfers(ExtractedLedger ledger) throws IOException {
    int count = ledger.events().events().size();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      EventKind kind = ledger.events().events().get(ordinal).kind();
      TokenTransferFile file = transfers.get(kind);
      if (file == null) {
        String folder = TRANSFERS + "/event_type=" + TokenTransferFile.name(kind);
        file = new TokenTransferFile(begin(folder, TableSchema.tokenTransfers()), kind);
        transfers.put(kind, file);
      }
      file.write(ledger.events(), ordinal);
    }
  }

  /**
   * Out of the message that the digest covers: making JSON and base64 costs more than reading them.
   */
  private void writeContractEvents(ExtractedLedger ledger) throws IOException {
    if (contractEvents == null) {
      contractEvents = new ContractEventFile(begin(CONTRACT_EVENTS, TableSchema.contractEvents()));
    }
    contractEvents.write(
        LedgerEvents.parseFrom(
            ByteBuffer.wrap(
                ledger.message().bytes(), ledger.message().offset(), ledger.message().length())));
  }

  private void writeDigest(String table, ExtractedLedger ledger, EventDigest digest)
      throws IOException {
    ColumnFile file = digests.get(table);
    if (file == null) {
      file = begin(DIGESTS + "/table_name=" + table, TableSchema.ledgerDigests());
      digests.put(table, file);
    }
    file.column(TABLE_NAME).write(Binary.fromString(table), 0, 0);
    file.column(LEDGER_SEQUENCE).write(ledger.events().sequence(), 0, 0);
    file.column(LEDGER_HASH).write(Binary.fromConstantByteArray(ledger.events().hash()), 0, 0);
    file.column(EVENT_COUNT).write(Integer.toUnsignedLong(digest.getCount()), 0, 0);
    file.column(DIGEST).write(Binary.fromConstantByteArray(digest.getSha256().toByteArray()), 0, 0);
    file.endRow();
  }

  private ColumnFile begin(String folder, TableSchema schema) throws IOException {
    String key = folder + "/" + ParquetTarget.PARTITION + RangeName.of(span) + "/part.parquet";
    return new ColumnFile(
        store.create(key), schema, options, Map.of("ttp.ledgers", RangeName.of(span)));
  }

  @Override
  public void commit(RangeReport report) throws IOException {
    for (TokenTransferFile file : transfers.values()) {
      file.file().commit();
    }
    if (contractEvents != null) {
      contractEvents.file().commit();
    }
    for (ColumnFile file : digests.values()) {
      file.commit();
    }
    try (OutputFileStream out = store.create(ParquetTarget.report(span))) {
      out.write(report.toJson().getBytes(StandardCharsets.UTF_8));
      out.commit();
    }
  }

  @Override
  public void close() throws IOException {
    for (TokenTransferFile file : transfers.values()) {
      file.close();
    }
    if (contractEvents != null) {
      contractEvents.close();
    }
    for (ColumnFile file : digests.values()) {
      file.close();
    }
  }
}
