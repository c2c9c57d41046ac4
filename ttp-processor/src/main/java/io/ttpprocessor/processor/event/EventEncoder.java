package io.ttpprocessor.processor.event;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.asset.IssuedAsset;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Fee;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a ledger's events into the bytes of the wire contracts' messages, the same that {@link
 * EventMessages} and protobuf's own serialization give, without an object for each message in
 * between.
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class EventEncoder {
  private final BackwardWriter writer = new BackwardWriter();
  private final byte[] networkId;
  private byte[] ledgerFields;

  /** For ledgers of the given network, whose id goes into each cursor. */
  public EventEncoder(Network network) {
    this.networkId = network.id();
  }

  /**
   * The ledger as one {@code ttp.v1.LedgerEvents}, also a ledger without events.
   *
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell, and then
   *     the message names the ledger itself, the newest that is known
   */
  public EncodedMessage ledger(LedgerEvents ledger, long latestLedger) {
    ledgerFields = ledgerFields(ledger);
    List<TokenEvent> events = ledger.events();
    for (int ordinal = events.size() - 1; ordinal >= 0; ordinal--) {
      int end = writer.size();
      event(events.get(ordinal));
      writer.lengthAndTag(LedgerEvent.TOKEN_TRANSFER_FIELD_NUMBER, end);
      writer.number(LedgerEvent.ORDINAL_FIELD_NUMBER, ordinal);
      writer.lengthAndTag(io.ttpprocessor.protos.v1.LedgerEvents.EVENTS_FIELD_NUMBER, end);
    }
    header(ledger, latestLedger);
    byte[] message = writer.copy();
    return new EncodedMessage(message, 0, message.length);
  }

  /** The events, each a {@code token_transfer.TokenTransferEvent}, in the same order. */
  public List<EncodedMessage> events(LedgerEvents ledger) {
    ledgerFields = ledgerFields(ledger);
    List<TokenEvent> events = ledger.events();
    int[] ends = new int[events.size()];
    for (int index = ends.length - 1; index >= 0; index--) {
      ends[index] = writer.size();
      event(events.get(index));
    }
    byte[] all = writer.copy();
    EncodedMessage[] messages = new EncodedMessage[ends.length];
    int start = 0;
    for (int index = 0; index < ends.length; index++) {
      int end = all.length - ends[index];
      messages[index] = new EncodedMessage(all, start, end - start);
      start = end;
    }
    return List.of(messages);
  }

  private void header(LedgerEvents ledger, long latestLedger) {
    writer.number(
        io.ttpprocessor.protos.v1.LedgerEvents.RULES_VERSION_FIELD_NUMBER,
        EventExtractor.RULES_VERSION);
    writer.number(
        io.ttpprocessor.protos.v1.LedgerEvents.PROTOCOL_VERSION_FIELD_NUMBER,
        ledger.protocolVersion());
    writer.number(
        io.ttpprocessor.protos.v1.LedgerEvents.LATEST_LEDGER_FIELD_NUMBER,
        Math.max(latestLedger, ledger.sequence()));
    int end = writer.size();
    bytes(LedgerCursor.NETWORK_ID_FIELD_NUMBER, networkId);
    bytes(LedgerCursor.LEDGER_HASH_FIELD_NUMBER, ledger.hash());
    writer.number(LedgerCursor.LEDGER_SEQUENCE_FIELD_NUMBER, ledger.sequence());
    writer.lengthAndTag(io.ttpprocessor.protos.v1.LedgerEvents.CURSOR_FIELD_NUMBER, end);
    closedAt(io.ttpprocessor.protos.v1.LedgerEvents.CLOSED_AT_FIELD_NUMBER, ledger);
    bytes(io.ttpprocessor.protos.v1.LedgerEvents.PREVIOUS_HASH_FIELD_NUMBER, ledger.previousHash());
    bytes(io.ttpprocessor.protos.v1.LedgerEvents.HASH_FIELD_NUMBER, ledger.hash());
    writer.number(io.ttpprocessor.protos.v1.LedgerEvents.SEQUENCE_FIELD_NUMBER, ledger.sequence());
  }

  private void closedAt(int field, LedgerEvents ledger) {
    int end = writer.size();
    writer.number(com.google.protobuf.Timestamp.SECONDS_FIELD_NUMBER, ledger.closeTimeSeconds());
    writer.lengthAndTag(field, end);
  }

  /** What begins the meta message of each of the ledger's events; leaves the writer cleared. */
  private byte[] ledgerFields(LedgerEvents ledger) {
    writer.clear();
    closedAt(EventMeta.CLOSED_AT_FIELD_NUMBER, ledger);
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

  private void bytes(int field, byte[] bytes) {
    int end = writer.size();
    writer.bytes(bytes);
    writer.lengthAndTag(field, end);
  }
}
