package io.ttpprocessor.store;

import com.google.protobuf.MessageLite;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.protos.v1.ContractEventFilter;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerContractEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Contract events, those that a filter lets through and never diagnostic ones, in the table {@code
 * contract_events}, whose columns are the original's and {@code ordinal}.
 */
public final class ContractEventTable extends EventTable {
  /** The table's name. */
  public static final String NAME = "contract_events";

  private final ContractEventFilter filter;
  private final String filterText;

  /**
   * The events of {@code contractIds} (all when empty) that are of {@code eventTypes} (all when
   * empty), of failed transactions too if {@code includeFailed}.
   */
  public ContractEventTable(
      List<String> contractIds, List<String> eventTypes, boolean includeFailed) {
    List<String> contracts = contractIds.stream().sorted().distinct().toList();
    List<String> types = eventTypes.stream().sorted().distinct().toList();
    filter =
        ContractEventFilter.newBuilder()
            .addAllContractIds(contracts)
            .addAllEventTypes(types)
            .setIncludeFailed(includeFailed)
            .build();
    StringJoiner text = new StringJoiner("; ");
    if (!contracts.isEmpty()) {
      text.add("contract_ids " + String.join(",", contracts));
    }
    if (!types.isEmpty()) {
      text.add("event_types " + String.join(",", types));
    }
    if (includeFailed) {
      text.add("include_failed");
    }
    filterText = text.toString();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  String migrations() {
    return "db/contract_events";
  }

  @Override
  public String filter() {
    return filterText;
  }

  @Override
  public void ask(StreamLedgerEventsRequest.Builder request) {
    request.addProducts(Product.PRODUCT_CONTRACT_EVENTS).setContractEventFilter(filter);
  }

  /** Those of failed transactions have numbers too. */
  @Override
  public boolean wholeLedgers() {
    return false;
  }

  /** A service that does not know of contract events would seem to have none. */
  @Override
  public boolean digestAlwaysSent() {
    return true;
  }

  @Override
  public int count(LedgerEvents ledger) {
    return ledger.getContractEventsCount();
  }

  @Override
  public int ordinal(LedgerEvents ledger, int index) {
    return ledger.getContractEvents(index).getOrdinal();
  }

  @Override
  public MessageLite message(LedgerEvents ledger, int index) {
    return ledger.getContractEvents(index).getEvent();
  }

  @Override
  public Optional<EventDigest> digest(LedgerEvents ledger) {
    return ledger.hasContractEventDigest()
        ? Optional.of(ledger.getContractEventDigest())
        : Optional.empty();
  }

  @Override
  String columns() {
    return "ledger_sequence, ordinal, ledger_closed_at, tx_hash, tx_successful, tx_index,"
        + " contract_id, event_type, event_index, operation_index, topics, event_data, topics_xdr,"
        + " data_xdr";
  }

  @Override
  void append(LedgerEvents ledger, int index, CopyText row) {
    LedgerContractEvent numbered = ledger.getContractEvents(index);
    ContractEvent event = numbered.getEvent();
    if (event.getType() != ContractEvent.Type.TYPE_CONTRACT
        || event.getStage() == ContractEvent.Stage.STAGE_DIAGNOSTIC) {
      throw new IllegalArgumentException("event_type is a diagnosis or the host's: no such is due");
    }
    row.unsigned(ledger.getSequence());
    row.unsigned(numbered.getOrdinal());
    row.time("ledger_closed_at", ledger.getClosedAt().getSeconds());
    row.word("tx_hash", event.getMeta().getTxHash());
    row.bool(event.getMeta().getTxSuccessful());
    row.unsigned(event.getMeta().getTxIndex());
    row.word("contract_id", event.getContractId());
    row.text(event.getEventType());
    row.number(event.getEventIndex());
    if (event.hasOperationIndex()) {
      row.number(event.getOperationIndex());
    } else {
      row.none();
    }
    row.exactly(JsonbText.of(topics(event)));
    row.exactly(JsonbText.of(TokenEventData.of(event)));
    row.exactly(topicsXdr(event));
    row.exactly(base64("data_xdr", event.getData()));
  }

  /** The topics as a JSON array. */
  public static String topics(ContractEvent event) {
    StringJoiner topics = new StringJoiner(",", "[", "]");
    for (ScValue topic : event.getTopicsList()) {
      topics.add(topic.getJson().isEmpty() ? "null" : topic.getJson());
    }
    return topics.toString();
  }

  private static String topicsXdr(ContractEvent event) {
    StringJoiner topics = new StringJoiner(",", "{", "}");
    for (ScValue topic : event.getTopicsList()) {
      String xdr = base64("topics_xdr", topic);
      if (xdr.isEmpty()) {
        throw new IllegalArgumentException("topics_xdr lacks a topic");
      }
      topics.add(xdr);
    }
    return topics.toString();
  }

  /** Nothing in it needs a quote in an array. */
  private static String base64(String column, ScValue value) {
    String xdr = value.getXdrBase64();
    for (int i = 0; i < xdr.length(); i++) {
      char c = xdr.charAt(i);
      boolean letterOrDigit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!letterOrDigit && c != '+' && c != '/' && c != '=') {
        throw new IllegalArgumentException(column + " is no base64");
      }
    }
    return xdr;
  }
}
