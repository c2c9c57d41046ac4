package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** A file of token transfers of one kind. The columns are {@link TableSchema#tokenTransfers}. */
final class TokenTransferFile implements AutoCloseable {
  private static final long MICROS = 1_000_000;

  private final PageColumns columns = new PageColumns(TableSchema.tokenTransfers());
  private final NumberColumn ledgerSequence = columns.add(NumberColumn::new);
  private final NumberColumn ordinals = columns.add(NumberColumn::new);
  private final NumberColumn closedAt = columns.add(NumberColumn::new);
  private final TextColumn<TransactionRef> hash = texts(TextForm::hash);
  private final NumberColumn transactionIndex = columns.add(NumberColumn::new);
  private final NumberColumn operationIndex = columns.add(NumberColumn::new);
  private final DictionaryColumn<String> eventType = dictionary(TextForm::text);
  private final DictionaryColumn<Address> contract = dictionary(TextForm::address);
  private final DictionaryColumn<Asset> assets = dictionary(TextForm::asset);
  private final DictionaryColumn<Address> from = dictionary(TextForm::address);
  private final DictionaryColumn<Address> to = dictionary(TextForm::address);
  private final TextColumn<Amount> amount = texts(TextForm::digits);
  private final DecimalColumn amountDecimal = columns.add(DecimalColumn::new);
  private final DictionaryColumn<String> muxedType = dictionary(TextForm::text);
  private final DictionaryColumn<String> muxedValue = dictionary(TextForm::text);
  private final ColumnFile file;
  private final String kindName;

  /** Begins a file, which closes {@code stream} at its end. */
  TokenTransferFile(
      OutputFileStream stream, ParquetOptions options, Map<String, String> metadata, EventKind kind)
      throws IOException {
    this.file = new ColumnFile(stream, TableSchema.tokenTransfers(), columns, options, metadata);
    this.kindName = name(kind);
  }

  private <K> TextColumn<K> texts(TextForm<K> form) {
    return columns.add((column, properties) -> new TextColumn<>(column, properties, form));
  }

  private <K> DictionaryColumn<K> dictionary(TextForm<K> form) {
    return columns.add((column, properties) -> new DictionaryColumn<>(column, properties, form));
  }

  /** The kind as tables name it. */
  static String name(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The file that the rows go to. */
  ColumnFile file() {
    return file;
  }

  /** Writes the event at a place of the ledger's list. */
  void write(LedgerEvents ledger, int ordinal) throws IOException {
    TokenEvent event = ledger.events().get(ordinal);
    ledgerSequence.write(ledger.sequence());
    ordinals.write(ordinal);
    closedAt.write(ledger.closeTimeSeconds() * MICROS);
    hash.write(event.transaction());
    transactionIndex.write(event.transaction().index());
    if (event.operationIndex() == 0) {
      operationIndex.writeNull();
    } else {
      operationIndex.write(event.operationIndex());
    }
    eventType.write(kindName);
    contract.write(event.contract());
    writeOrNull(assets, event.asset());
    writeOrNull(from, event.from());
    writeOrNull(to, event.to());
    amount.write(event.amount());
    amountDecimal.write(event.amount());
    muxedInfo(event.toMuxedInfo());
    file.endRow();
  }

  private static <K> void writeOrNull(DictionaryColumn<K> column, K key) {
    if (key == null) {
      column.writeNull();
    } else {
      column.write(key);
    }
  }

  private void muxedInfo(MuxedInfo info) {
    if (info == null) {
      muxedType.writeNull();
      muxedValue.writeNull();
      return;
    }
    muxedType.write(info.kind().name().toLowerCase(Locale.ROOT));
    muxedValue.write(
        switch (info.kind()) {
          case TEXT -> info.text();
          case ID -> Long.toUnsignedString(info.id());
          case HASH -> HexFormat.of().formatHex(info.hash());
        });
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
