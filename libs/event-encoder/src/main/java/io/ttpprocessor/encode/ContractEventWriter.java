package io.ttpprocessor.encode;

import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.EventStage;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.protos.contractevent.EventMeta;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes {@code contract_event_service.ContractEvent} messages of one ledger after the other. As in
 * the original pipeline, data that is void has neither XDR nor JSON; a void topic has both. Not
 * thread-safe.
 */
final class ContractEventWriter {
  private final BackwardWriter writer;
  private LedgerContractEvents ledger;

  /** Ordinals of the ledger's events, those of diagnosis counted by themselves. */
  private int[] ordinals = {};

  /** Writes to the given writer. */
  ContractEventWriter(BackwardWriter writer) {
    this.writer = writer;
  }

  /** Goes over to a ledger. */
  void enter(LedgerContractEvents next) {
    ledger = next;
    List<ContractEvent> events = next.events();
    ordinals = new int[events.size()];
    int diagnostic = 0;
    for (int place = 0; place < ordinals.length; place++) {
      boolean isDiagnostic = events.get(place).place().stage() == EventStage.DIAGNOSTIC;
      ordinals[place] = isDiagnostic ? diagnostic++ : place - diagnostic;
    }
  }

  /** Ordinal of the event at a place of the ledger's list, as {@code ttp.v1} counts them. */
  int ordinal(int place) {
    return ordinals[place];
  }

  /** Writes the event at a place of the ledger's list. */
  void write(int place) {
    ContractEvent event = ledger.events().get(place);
    event
        .inSuccessfulContractCall()
        .ifPresent(
            successful ->
                writer.presentNumber(
                    io.ttpprocessor.protos.contractevent.ContractEvent
                        .IN_SUCCESSFUL_CONTRACT_CALL_FIELD_NUMBER,
                    successful ? 1 : 0));
    writer.number(
        io.ttpprocessor.protos.contractevent.ContractEvent.STAGE_FIELD_NUMBER,
        stage(event.place().stage()).getNumber());
    writer.number(
        io.ttpprocessor.protos.contractevent.ContractEvent.TYPE_FIELD_NUMBER,
        type(event.type()).getNumber());
    event
        .place()
        .operationIndex()
        .ifPresent(
            index ->
                writer.presentNumber(
                    io.ttpprocessor.protos.contractevent.ContractEvent.OPERATION_INDEX_FIELD_NUMBER,
                    index));
    writer.number(
        io.ttpprocessor.protos.contractevent.ContractEvent.EVENT_INDEX_FIELD_NUMBER,
        event.place().eventIndex());
    writer.number(
        io.ttpprocessor.protos.contractevent.ContractEvent.IN_SUCCESSFUL_TX_FIELD_NUMBER,
        event.transactionSuccessful() ? 1 : 0);
    values(event);
    text(
        io.ttpprocessor.protos.contractevent.ContractEvent.EVENT_TYPE_FIELD_NUMBER,
        event.eventType());
    event.contract().ifPresent(this::contract);
    meta(event);
  }

  private void values(ContractEvent event) {
    SCValView data = event.data();
    value(
        io.ttpprocessor.protos.contractevent.ContractEvent.DATA_FIELD_NUMBER,
        data,
        data.type() == SCValType.SCV_VOID);
    SCValView.Sequence topics = event.topics();
    SCValView[] inOrder = new SCValView[topics.count()];
    int count = 0;
    for (SCValView topic : topics) {
      inOrder[count++] = topic;
    }
    while (count > 0) {
      value(
          io.ttpprocessor.protos.contractevent.ContractEvent.TOPICS_FIELD_NUMBER,
          inOrder[--count],
          false);
    }
  }

  private void value(int field, SCValView value, boolean typeOnly) {
    int end = writer.size();
    text(ScValue.TYPE_FIELD_NUMBER, ScValJson.typeOf(value));
    if (!typeOnly) {
      text(ScValue.JSON_FIELD_NUMBER, ScValJson.of(value));
      bytes(ScValue.XDR_BASE64_FIELD_NUMBER, Base64.getEncoder().encode(value.copy()));
    }
    writer.lengthAndTag(field, end);
  }

  private void contract(Address contract) {
    int end = writer.size();
    byte[] target = writer.reserve(contract.length());
    contract.copyAscii(target, writer.start());
    writer.lengthAndTag(
        io.ttpprocessor.protos.contractevent.ContractEvent.CONTRACT_ID_FIELD_NUMBER, end);
  }

  private void meta(ContractEvent event) {
    int end = writer.size();
    TransactionRef transaction = event.transaction();
    writer.number(EventMeta.TX_INDEX_FIELD_NUMBER, transaction.index());
    writer.number(EventMeta.TX_SUCCESSFUL_FIELD_NUMBER, event.transactionSuccessful() ? 1 : 0);
    int hashEnd = writer.size();
    byte[] target = writer.reserve(TransactionRef.HASH_DIGITS);
    transaction.copyHashHex(target, writer.start());
    writer.lengthAndTag(EventMeta.TX_HASH_FIELD_NUMBER, hashEnd);
    writer.number(EventMeta.LEDGER_CLOSED_AT_FIELD_NUMBER, ledger.closeTimeSeconds());
    writer.number(EventMeta.LEDGER_SEQUENCE_FIELD_NUMBER, ledger.sequence());
    writer.lengthAndTag(io.ttpprocessor.protos.contractevent.ContractEvent.META_FIELD_NUMBER, end);
  }

  private void text(int field, String text) {
    if (!text.isEmpty()) {
      bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void bytes(int field, byte[] bytes) {
    int end = writer.size();
    writer.bytes(bytes);
    writer.lengthAndTag(field, end);
  }

  private static io.ttpprocessor.protos.contractevent.ContractEvent.Type type(
      ContractEventType type) {
    return switch (type) {
      case CONTRACT -> io.ttpprocessor.protos.contractevent.ContractEvent.Type.TYPE_CONTRACT;
      case SYSTEM -> io.ttpprocessor.protos.contractevent.ContractEvent.Type.TYPE_SYSTEM;
      case DIAGNOSTIC -> io.ttpprocessor.protos.contractevent.ContractEvent.Type.TYPE_DIAGNOSTIC;
    };
  }

  private static io.ttpprocessor.protos.contractevent.ContractEvent.Stage stage(EventStage stage) {
    return switch (stage) {
      case OPERATION -> io.ttpprocessor.protos.contractevent.ContractEvent.Stage.STAGE_OPERATION;
      case BEFORE_ALL_TXS ->
          io.ttpprocessor.protos.contractevent.ContractEvent.Stage.STAGE_BEFORE_ALL_TXS;
      case AFTER_TX -> io.ttpprocessor.protos.contractevent.ContractEvent.Stage.STAGE_AFTER_TX;
      case AFTER_ALL_TXS ->
          io.ttpprocessor.protos.contractevent.ContractEvent.Stage.STAGE_AFTER_ALL_TXS;
      case DIAGNOSTIC -> io.ttpprocessor.protos.contractevent.ContractEvent.Stage.STAGE_DIAGNOSTIC;
    };
  }
}
