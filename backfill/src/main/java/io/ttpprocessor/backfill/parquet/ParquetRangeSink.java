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
import java.util.List;
import java.util.Map;

/** One range on its way into Parquet files. A file is begun by its first row. */
final class ParquetRangeSink implements RangeSink {
  private static final String TRANSFERS = EventProduct.TOKEN_TRANSFERS.table();
  private static final String CONTRACT_EVENTS = EventProduct.CONTRACT_EVENTS.table();
  private static final String DIGESTS = "ledger_digests";

  /** All tables, which are the folders of the files. */
  static final List<String> TABLES = List.of(TRANSFERS, CONTRACT_EVENTS, DIGESTS);

  private final OutputStore store;
  private final ParquetOptions options;
  private final LedgerSpan span;
  private final Map<EventKind, TokenTransferFile> transfers = new EnumMap<>(EventKind.class);
  private final Map<EventProduct, DigestFile> digests = new EnumMap<>(EventProduct.class);
  private ContractEventFile contractEvents;

  ParquetRangeSink(OutputStore store, ParquetOptions options, LedgerSpan span) {
    this.store = store;
    this.options = options;
    this.span = span;
  }

  @Override
  public void write(ExtractedLedger ledger) throws IOException {
    for (Map.Entry<EventProduct, EventDigest> digest : ledger.digests().entrySet()) {
      writeDigest(digest.getKey(), ledger.events(), digest.getValue());
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
        file = new TokenTransferFile(create(folder), options, metadata(), kind);
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
      contractEvents = new ContractEventFile(create(CONTRACT_EVENTS), options, metadata());
    }
    contractEvents.write(
        LedgerEvents.parseFrom(
            ByteBuffer.wrap(
                ledger.message().bytes(), ledger.message().offset(), ledger.message().length())));
  }

  private void writeDigest(
      EventProduct product, io.ttpprocessor.extract.event.LedgerEvents ledger, EventDigest digest)
      throws IOException {
    DigestFile file = digests.get(product);
    if (file == null) {
      String folder = DIGESTS + "/table_name=" + product.table();
      file = new DigestFile(create(folder), options, metadata(), product);
      digests.put(product, file);
    }
    file.write(ledger, digest);
  }

  private OutputFileStream create(String folder) throws IOException {
    return store.create(
        folder + "/" + ParquetTarget.PARTITION + RangeName.of(span) + "/part.parquet");
  }

  private Map<String, String> metadata() {
    return Map.of("ttp.ledgers", RangeName.of(span));
  }

  @Override
  public void commit(RangeReport report) throws IOException {
    for (TokenTransferFile file : transfers.values()) {
      file.file().commit();
    }
    if (contractEvents != null) {
      contractEvents.file().commit();
    }
    for (DigestFile file : digests.values()) {
      file.file().commit();
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
    for (DigestFile file : digests.values()) {
      file.close();
    }
  }
}
