package io.ttpprocessor.encode;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.v1.LedgerContractEvent;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Turns a ledger's events into the bytes of the wire contracts' messages, the same that protobuf's
 * own builders and serialization give, without an object for each message in between.
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class EventEncoder {
  private final BackwardWriter writer = new BackwardWriter();
  private final TokenEventWriter tokenEvents = new TokenEventWriter(writer);
  private final ContractEventWriter contractEvents = new ContractEventWriter(writer);
  private final DigestField tokenDigest = new DigestField(writer);
  private final DigestField contractDigest = new DigestField(writer);
  private final byte[] networkId;

  /** For ledgers of the given network, whose id goes into each cursor. */
  public EventEncoder(Network network) {
    this.networkId = network.id();
  }

  /**
   * The ledger with all its token transfers as one {@code ttp.v1.LedgerEvents}, also a ledger
   * without events.
   *
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell, and then
   *     the message names the ledger itself, the newest that is known
   */
  public EncodedMessage ledger(LedgerEvents ledger, long latestLedger) {
    return ledger(LedgerMessageParts.tokenTransfers(ledger, latestLedger));
  }

  /** The ledger as one {@code ttp.v1.LedgerEvents}, also where none of its events is wanted. */
  public EncodedMessage ledger(LedgerMessageParts parts) {
    tokenEvents.enter(parts.ledger());
    boolean hasContractEvents = parts.contractEvents() != null;
    if (hasContractEvents) {
      contractEvents.enter(parts.contractEvents());
    }
    // The digests come last in the message, so they are written first, and filled in later.
    if (parts.withDigests() && hasContractEvents) {
      contractDigest.reserve(
          io.ttpprocessor.protos.v1.LedgerEvents.CONTRACT_EVENT_DIGEST_FIELD_NUMBER,
          parts.selectedContractEvents().size());
    }
    if (parts.withDigests() && parts.tokenTransfers() != null) {
      tokenDigest.reserve(
          io.ttpprocessor.protos.v1.LedgerEvents.TOKEN_TRANSFER_DIGEST_FIELD_NUMBER,
          parts.tokenTransfers().size());
    }
    if (hasContractEvents) {
      contractEvents(parts.selectedContractEvents(), parts.withDigests());
    }
    if (parts.tokenTransfers() != null) {
      tokenTransfers(parts.tokenTransfers(), parts.withDigests());
    }
    header(parts.ledger(), parts.latestLedger());
    byte[] message = writer.copy();
    return new EncodedMessage(message, 0, message.length);
  }

  /** All token transfers, each a {@code token_transfer.TokenTransferEvent}, in the same order. */
  public List<EncodedMessage> events(LedgerEvents ledger) {
    tokenEvents.enter(ledger);
    return messages(EventSelection.all(ledger.events().size()), tokenEvents::write);
  }

  /** Contract events, each a {@code contract_event_service.ContractEvent}, in the same order. */
  public List<EncodedMessage> contractEvents(
      LedgerContractEvents ledger, EventSelection selection) {
    writer.clear();
    contractEvents.enter(ledger);
    return messages(selection, contractEvents::write);
  }

  private List<EncodedMessage> messages(EventSelection selection, IntConsumer write) {
    int[] ends = new int[selection.size()];
    for (int index = ends.length - 1; index >= 0; index--) {
      ends[index] = writer.size();
      write.accept(selection.place(index));
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

  private void tokenTransfers(EventSelection selection, boolean withDigest) {
    for (int index = selection.size() - 1; index >= 0; index--) {
      int ordinal = selection.place(index);
      int end = writer.size();
      tokenEvents.write(ordinal);
      if (withDigest) {
        tokenDigest.note(index, ordinal, end);
      }
      writer.lengthAndTag(LedgerEvent.TOKEN_TRANSFER_FIELD_NUMBER, end);
      writer.number(LedgerEvent.ORDINAL_FIELD_NUMBER, ordinal);
      writer.lengthAndTag(io.ttpprocessor.protos.v1.LedgerEvents.EVENTS_FIELD_NUMBER, end);
    }
    if (withDigest) {
      tokenDigest.fillIn();
    }
  }

  private void contractEvents(EventSelection selection, boolean withDigest) {
    for (int index = selection.size() - 1; index >= 0; index--) {
      int place = selection.place(index);
      int end = writer.size();
      contractEvents.write(place);
      if (withDigest) {
        contractDigest.note(index, contractEvents.ordinal(place), end);
      }
      writer.lengthAndTag(LedgerContractEvent.EVENT_FIELD_NUMBER, end);
      writer.number(LedgerContractEvent.ORDINAL_FIELD_NUMBER, contractEvents.ordinal(place));
      writer.lengthAndTag(io.ttpprocessor.protos.v1.LedgerEvents.CONTRACT_EVENTS_FIELD_NUMBER, end);
    }
    if (withDigest) {
      contractDigest.fillIn();
    }
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
    tokenEvents.closedAt(io.ttpprocessor.protos.v1.LedgerEvents.CLOSED_AT_FIELD_NUMBER);
    bytes(io.ttpprocessor.protos.v1.LedgerEvents.PREVIOUS_HASH_FIELD_NUMBER, ledger.previousHash());
    bytes(io.ttpprocessor.protos.v1.LedgerEvents.HASH_FIELD_NUMBER, ledger.hash());
    writer.number(io.ttpprocessor.protos.v1.LedgerEvents.SEQUENCE_FIELD_NUMBER, ledger.sequence());
  }

  private void bytes(int field, byte[] bytes) {
    int end = writer.size();
    writer.bytes(bytes);
    writer.lengthAndTag(field, end);
  }
}
