package io.ttpprocessor.encode;

import io.ttpprocessor.extract.contract.EventStage;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.EventMeta;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Turns contract events into {@code contract_event_service.ContractEvent} messages. As in the
 * original pipeline, data that is void has neither XDR nor JSON; a void topic has both.
 */
final class ContractEventMessages {
  private ContractEventMessages() {}

  /** The messages of a ledger's events, one for one and in the same order. */
  static List<ContractEvent> of(LedgerContractEvents ledger) {
    List<ContractEvent> messages = new ArrayList<>(ledger.events().size());
    for (io.ttpprocessor.extract.contract.ContractEvent event : ledger.events()) {
      messages.add(of(ledger, event));
    }
    return messages;
  }

  /** The message of one of a ledger's events. */
  static ContractEvent of(
      LedgerContractEvents ledger, io.ttpprocessor.extract.contract.ContractEvent event) {
    ContractEvent.Builder message =
        ContractEvent.newBuilder()
            .setMeta(meta(ledger, event))
            .setEventType(event.eventType())
            .setData(data(event.data()))
            .setInSuccessfulTx(event.transactionSuccessful())
            .setEventIndex(event.place().eventIndex())
            .setType(type(event.type()))
            .setStage(stage(event.place().stage()));
    event.contract().ifPresent(contract -> message.setContractId(contract.toString()));
    event.place().operationIndex().ifPresent(message::setOperationIndex);
    event.inSuccessfulContractCall().ifPresent(message::setInSuccessfulContractCall);
    for (SCValView topic : event.topics()) {
      message.addTopics(value(topic));
    }
    return message.build();
  }

  private static EventMeta meta(
      LedgerContractEvents ledger, io.ttpprocessor.extract.contract.ContractEvent event) {
    return EventMeta.newBuilder()
        .setLedgerSequence((int) ledger.sequence())
        .setLedgerClosedAt(ledger.closeTimeSeconds())
        .setTxHash(event.transaction().hashHex())
        .setTxSuccessful(event.transactionSuccessful())
        .setTxIndex(event.transaction().index())
        .build();
  }

  private static ScValue data(SCValView data) {
    return data.type() == SCValType.SCV_VOID
        ? ScValue.newBuilder().setType(ScValJson.typeOf(data)).build()
        : value(data);
  }

  private static ScValue value(SCValView value) {
    return ScValue.newBuilder()
        .setXdrBase64(Base64.getEncoder().encodeToString(value.copy()))
        .setJson(ScValJson.of(value))
        .setType(ScValJson.typeOf(value))
        .build();
  }

  private static ContractEvent.Type type(ContractEventType type) {
    return switch (type) {
      case CONTRACT -> ContractEvent.Type.TYPE_CONTRACT;
      case SYSTEM -> ContractEvent.Type.TYPE_SYSTEM;
      case DIAGNOSTIC -> ContractEvent.Type.TYPE_DIAGNOSTIC;
    };
  }

  private static ContractEvent.Stage stage(EventStage stage) {
    return switch (stage) {
      case OPERATION -> ContractEvent.Stage.STAGE_OPERATION;
      case BEFORE_ALL_TXS -> ContractEvent.Stage.STAGE_BEFORE_ALL_TXS;
      case AFTER_TX -> ContractEvent.Stage.STAGE_AFTER_TX;
      case AFTER_ALL_TXS -> ContractEvent.Stage.STAGE_AFTER_ALL_TXS;
      case DIAGNOSTIC -> ContractEvent.Stage.STAGE_DIAGNOSTIC;
    };
  }
}
