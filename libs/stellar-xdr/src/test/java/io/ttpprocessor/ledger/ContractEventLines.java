package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.DiagnosticEventView;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.TransactionEventView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Prints a ledger's contract events as the reference does: one line of JSON. */
final class ContractEventLines {
  private final List<String> events = new ArrayList<>();

  private ContractEventLines() {}

  static String of(LedgerView ledger) {
    ContractEventLines lines = new ContractEventLines();
    ledger.transactions().forEach(lines::addTransaction);
    String events = lines.events.isEmpty() ? "null" : "[" + String.join(",", lines.events) + "]";
    return "{\"ledger\":" + ledger.sequence() + ",\"events\":" + events + "}";
  }

  private void addTransaction(LedgerTransaction transaction) {
    int operation = 0;
    for (Iterable<ContractEventView> operationEvents : transaction.operationEvents()) {
      String place = "\"stage\":\"operation\",\"operation_index\":" + operation++ + ",";
      int index = 0;
      for (ContractEventView event : operationEvents) {
        add(transaction, place, index++, "", event);
      }
    }
    int index = 0;
    for (TransactionEventView event : transaction.transactionEvents()) {
      String stage = event.stage().name().substring("TRANSACTION_EVENT_STAGE_".length());
      String place = "\"stage\":\"" + stage.toLowerCase(Locale.ROOT) + "\",";
      add(transaction, place, index++, "", event.event());
    }
    index = 0;
    for (DiagnosticEventView event : transaction.diagnosticEvents()) {
      String call = "\"in_successful_contract_call\":" + event.inSuccessfulContractCall() + ",";
      add(transaction, "\"stage\":\"diagnostic\",", index++, call, event.event());
    }
  }

  private void add(
      LedgerTransaction transaction,
      String place,
      int index,
      String call,
      ContractEventView event) {
    List<String> topics = new ArrayList<>();
    for (SCValView topic : event.body().v0().topics()) {
      topics.add(base64(topic));
    }
    events.add(
        "{\"tx_hash\":\""
            + transaction.hashHex()
            + "\",\"tx_index\":"
            + transaction.index()
            + ",\"tx_successful\":"
            + transaction.successful()
            + ","
            + place
            + "\"event_index\":"
            + index
            + ",\"type\":\""
            + type(event.type())
            + "\","
            + contract(event)
            + call
            + "\"topics_xdr\":["
            + String.join(",", topics)
            + "],\"data_xdr\":"
            + base64(event.body().v0().data())
            + "}");
  }

  private static String type(ContractEventType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String contract(ContractEventView event) {
    return event.hasContractID()
        ? "\"contract_id\":\""
            + StrKey.encodeContract(event.bytes(), event.contractID().offset())
            + "\","
        : "";
  }

  private static String base64(XdrView value) {
    return "\"" + Base64.getEncoder().encodeToString(value.copy()) + "\"";
  }
}
