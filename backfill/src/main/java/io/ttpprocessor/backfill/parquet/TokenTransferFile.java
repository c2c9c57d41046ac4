package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** A file of token transfers of one kind. The columns are {@link TableSchema#tokenTransfers}. */
final class TokenTransferFile implements AutoCloseable {
  private static final int LEDGER_SEQUENCE = 0;
  private static final int ORDINAL = 1;
  private static final int CLOSED_AT = 2;
  private static final int TX_HASH = 3;
  private static final int TRANSACTION_INDEX = 4;
  private static final int OPERATION_INDEX = 5;
  private static final int EVENT_TYPE = 6;
  private static final int CONTRACT_ADDRESS = 7;
  private static final int ASSET = 8;
  private static final int FROM_ADDRESS = 9;
  private static final int TO_ADDRESS = 10;
  private static final int AMOUNT = 11;
  private static final int AMOUNT_DECIMAL = 12;
  private static final int TO_MUXED_TYPE = 13;
  private static final int TO_MUXED_VALUE = 14;

  private static final long MICROS = 1_000_000;
  private static final Binary NATIVE = Binary.fromString("native");

  /** The largest number that 38 digits can tell. */
  private static final Amount LARGEST_DECIMAL =
      Amount.of(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));

  private static final Amount SMALLEST_DECIMAL =
      Amount.of(BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate());

  private final ColumnFile file;
  private final Binary eventType;
  private final TextBuffer text = new TextBuffer();

  TokenTransferFile(ColumnFile file, EventKind kind) {
    this.file = file;
    this.eventType = Binary.fromString(name(kind));
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
    file.column(LEDGER_SEQUENCE).write(ledger.sequence(), 0, 0);
    file.column(ORDINAL).write(ordinal, 0, 0);
    file.column(CLOSED_AT).write(ledger.closeTimeSeconds() * MICROS, 0, 0);
    file.column(TX_HASH).write(text.transactionHash(event.transaction()), 0, 0);
    file.column(TRANSACTION_INDEX).write(event.transaction().index(), 0, 0);
    if (event.operationIndex() == 0) {
      file.column(OPERATION_INDEX).writeNull(0, 0);
    } else {
      file.column(OPERATION_INDEX).write(event.operationIndex(), 0, 1);
    }
    file.column(EVENT_TYPE).write(eventType, 0, 0);
    file.column(CONTRACT_ADDRESS).write(text.address(event.contract()), 0, 0);
    asset(event.asset());
    address(FROM_ADDRESS, event.from());
    address(TO_ADDRESS, event.to());
    amount(event.amount());
    muxedInfo(event.toMuxedInfo());
    file.endRow();
  }

  private void asset(Asset asset) {
    ColumnWriter column = file.column(ASSET);
    if (asset == null) {
      column.writeNull(0, 0);
    } else {
      column.write(asset.isNative() ? NATIVE : text.issuedAsset(asset), 0, 1);
    }
  }

  private void address(int index, Address address) {
    if (address == null) {
      file.column(index).writeNull(0, 0);
    } else {
      file.column(index).write(text.address(address), 0, 1);
    }
  }

  private void amount(Amount amount) {
    file.column(AMOUNT).write(text.digits(amount), 0, 0);
    boolean fits =
        amount.fitsLong()
            || amount.compareTo(LARGEST_DECIMAL) <= 0 && amount.compareTo(SMALLEST_DECIMAL) >= 0;
    if (fits) {
      file.column(AMOUNT_DECIMAL).write(text.decimal(amount), 0, 1);
    } else {
      file.column(AMOUNT_DECIMAL).writeNull(0, 0);
    }
  }

  private void muxedInfo(MuxedInfo info) {
    if (info == null) {
      file.column(TO_MUXED_TYPE).writeNull(0, 0);
      file.column(TO_MUXED_VALUE).writeNull(0, 0);
      return;
    }
    String value =
        switch (info.kind()) {
          case TEXT -> info.text();
          case ID -> Long.toUnsignedString(info.id());
          case HASH -> HexFormat.of().formatHex(info.hash());
        };
    String type = info.kind().name().toLowerCase(Locale.ROOT);
    file.column(TO_MUXED_TYPE).write(Binary.fromString(type), 0, 1);
    file.column(TO_MUXED_VALUE).write(Binary.fromString(value), 0, 1);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
