package io.ttpprocessor.encode;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.protos.asset.IssuedAsset;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Fee;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code token_transfer.TokenTransferEvent} messages of one ledger after the other. Not
 * thread-safe.
 */
final class TokenEventWriter {
  private final BackwardWriter writer;
  private LedgerEvents ledger;
  private byte[] ledgerFields;

  /** Writes to the given writer. */
  TokenEventWriter(BackwardWriter writer) {
    this.writer = writer;
  }

  /** Goes over to a ledger; leaves the writer cleared. */
  void enter(LedgerEvents next) {
    ledger = next;
    ledgerFields = ledgerFields();
  }

  /** Writes the event at a place of the ledger's list. */
  void write(int place) {
    event(ledger.events().get(place));
  }

  /** Writes the ledger's close time as a field. */
  void closedAt(int field) {
    int end = writer.size();
    writer.number(com.google.protobuf.Timestamp.SECONDS_FIELD_NUMBER, ledger.closeTimeSeconds());
    writer.lengthAndTag(field, end);
  }

  /** What begins the meta message of each of the ledger's events; leaves the writer cleared. */
  private byte[] ledgerFields() {
    writer.clear();
    closedAt(EventMeta.CLOSED_AT_FIELD_NUMBER);
    writer.number(EventMeta.LEDGER_SEQUENCE_FIELD_NUMBER, ledger.sequence());
    byte[] fields = writer.copy();
    writer.clear();
    return fields;
  }

  private void event(TokenEvent event) {
    int end = writer.size();
    switch (event.kind()) {
      case TRANSFER -> {
        amount(Transfer.AMOUNT_FIELD_NUMBER, event.amount());
        asset(Transfer.ASSET_FIELD_NUMBER, event.asset());
        address(Transfer.TO_FIELD_NUMBER, event.to());
        address(Transfer.FROM_FIELD_NUMBER, event.from());
        writer.lengthAndTag(TokenTransferEvent.TRANSFER_FIELD_NUMBER, end);
      }
      case MINT -> change(TokenTransferEvent.MINT_FIELD_NUMBER, event, event.to());
      case BURN -> change(TokenTransferEvent.BURN_FIELD_NUMBER, event, event.from());
      case CLAWBACK -> change(TokenTransferEvent.CLAWBACK_FIELD_NUMBER, event, event.from());
      case FEE -> change(TokenTransferEvent.FEE_FIELD_NUMBER, event, event.from());
    }
    meta(event);
  }

  /** The four messages of one party have the same fields under the same numbers. */
  private void change(int field, TokenEvent event, Address party) {
    int end = writer.size();
    amount(Fee.AMOUNT_FIELD_NUMBER, event.amount());
    asset(Fee.ASSET_FIELD_NUMBER, event.asset());
    address(Fee.FROM_FIELD_NUMBER, party);
    writer.lengthAndTag(field, end);
  }

  private void meta(TokenEvent event) {
    int end = writer.size();
    if (event.toMuxedInfo() != null) {
      muxedInfo(event.toMuxedInfo());
    }
    address(EventMeta.CONTRACT_ADDRESS_FIELD_NUMBER, event.contract());
    writer.number(EventMeta.OPERATION_INDEX_FIELD_NUMBER, event.operationIndex());
    TransactionRef transaction = event.transaction();
    writer.number(EventMeta.TRANSACTION_INDEX_FIELD_NUMBER, transaction.index());
    int hashEnd = writer.size();
    byte[] target = writer.reserve(TransactionRef.HASH_DIGITS);
    transaction.copyHashHex(target, writer.start());
    writer.lengthAndTag(EventMeta.TX_HASH_FIELD_NUMBER, hashEnd);
    writer.bytes(ledgerFields);
    writer.lengthAndTag(TokenTransferEvent.META_FIELD_NUMBER, end);
  }

  private void muxedInfo(MuxedInfo info) {
    int end = writer.size();
    switch (info.kind()) {
      case TEXT -> {
        writer.bytes(info.text().getBytes(StandardCharsets.UTF_8));
        writer.lengthAndTag(io.ttpprocessor.protos.tokentransfer.MuxedInfo.TEXT_FIELD_NUMBER, end);
      }
      case ID ->
          writer.presentNumber(
              io.ttpprocessor.protos.tokentransfer.MuxedInfo.ID_FIELD_NUMBER, info.id());
      case HASH -> {
        writer.bytes(info.hash());
        writer.lengthAndTag(io.ttpprocessor.protos.tokentransfer.MuxedInfo.HASH_FIELD_NUMBER, end);
      }
    }
    writer.lengthAndTag(EventMeta.TO_MUXED_INFO_FIELD_NUMBER, end);
  }

  private void amount(int field, Amount amount) {
    int end = writer.size();
    if (amount.fitsLong()) {
      writer.decimal(amount.low());
    } else {
      writer.bytes(amount.toString().getBytes(StandardCharsets.US_ASCII));
    }
    writer.lengthAndTag(field, end);
  }

  private void asset(int field, Asset asset) {
    if (asset == null) {
      return;
    }
    int end = writer.size();
    if (asset.isNative()) {
      writer.presentNumber(io.ttpprocessor.protos.asset.Asset.NATIVE_FIELD_NUMBER, 1);
    } else {
      address(IssuedAsset.ISSUER_FIELD_NUMBER, asset.issuer());
      code(asset);
      writer.lengthAndTag(io.ttpprocessor.protos.asset.Asset.ISSUED_ASSET_FIELD_NUMBER, end);
    }
    writer.lengthAndTag(field, end);
  }

  private void code(Asset asset) {
    int size = asset.codeSize();
    if (size > 0) {
      int end = writer.size();
      byte[] target = writer.reserve(size);
      asset.copyCode(target, writer.start());
      writer.lengthAndTag(IssuedAsset.ASSET_CODE_FIELD_NUMBER, end);
    }
  }

  private void address(int field, Address address) {
    int end = writer.size();
    byte[] target = writer.reserve(address.length());
    address.copyAscii(target, writer.start());
    writer.lengthAndTag(field, end);
  }
}
