package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.ExtractedLedger;
import io.ttpprocessor.backfill.range.RangeFile;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One range on its way into Parquet files. A file is begun by its first row. */
final class ParquetRangeSink implements RangeSink {
  private final OutputStore store;
  private final ParquetOptions options;
  private final RangeReports reports;
  private final LedgerSpan span;
  private final Map<EventKind, TokenTransferFile> transfers = new EnumMap<>(EventKind.class);
  private final Map<EventProduct, DigestFile> digests = new EnumMap<>(EventProduct.class);
  private ContractEventFile contractEvents;

  ParquetRangeSink(
      OutputStore store, ParquetOptions options, RangeReports reports, LedgerSpan span) {
    this.store = store;
    this.options = options;
    this.reports = reports;
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
        OutputFileStream stream = store.create(RangeFiles.transfers(kind, span));
        file = new TokenTransferFile(stream, options, metadata(), kind);
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
      OutputFileStream stream = store.create(RangeFiles.contractEvents(span));
      contractEvents = new ContractEventFile(stream, options, metadata());
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
      OutputFileStream stream = store.create(RangeFiles.digests(product, span));
      file = new DigestFile(stream, options, metadata(), product);
      digests.put(product, file);
    }
    file.write(ledger, digest);
  }

  private Map<String, String> metadata() {
    return Map.of("ttp.ledgers", RangeName.of(span));
  }

  @Override
  public void commit(RangeReport report) throws IOException {
    // Readers of folders see files as soon as they are in their places.
    reports.expectNoOverlap(span);
    reports.expectJoins(report);
    List<RangeFile> files = new ArrayList<>();
    for (Map.Entry<EventKind, TokenTransferFile> file : transfers.entrySet()) {
      files.add(commit(RangeFiles.transfers(file.getKey(), span), file.getValue().file()));
    }
    if (contractEvents != null) {
      files.add(commit(RangeFiles.contractEvents(span), contractEvents.file()));
    }
    for (Map.Entry<EventProduct, DigestFile> file : digests.entrySet()) {
      files.add(commit(RangeFiles.digests(file.getKey(), span), file.getValue().file()));
    }
    reports.write(report.withFiles(files));
  }

  private static RangeFile commit(String key, ColumnFile file) throws IOException {
    file.commit();
    return new RangeFile(key, file.bytes(), file.rows());
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
