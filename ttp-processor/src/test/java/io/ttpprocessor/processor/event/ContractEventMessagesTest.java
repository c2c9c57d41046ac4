package io.ttpprocessor.processor.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ContractEventServiceGrpc;
import io.ttpprocessor.protos.contractevent.EventMeta;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages hold what the reference tells of each event, in the original pipeline's layout. */
@Timeout(120)
class ContractEventMessagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VOID = "AAAAAQ==";

  @ParameterizedTest
  @EnumSource(
      value = GoldenCorpus.class,
      names = {"PUBNET_RECENT", "PUBNET_53312000", "SYNTHETIC_DERIVED", "SYNTHETIC_UNIFIED"})
  void messagesHoldTheReferencesEvents(GoldenCorpus corpus) throws IOException {
    assumeTrue(
        corpus.hasExpectedLines("contract"), () -> "no contract events of " + corpus.baseName());
    Network network = Network.of(corpus.networkPassphrase());
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines("contract");
    int compared = 0;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode expected = JSON.readTree(lines.get(i)).get("events");
      if (expected.isNull()) {
        continue;
      }
      LedgerView ledger = LedgerView.parse(ledgers.get(i), network);
      LedgerContractEvents events = new ContractEventExtractor().extract(ledger);
      List<ContractEvent> messages = ContractEventMessages.of(events);
      assertThat(messages).hasSize(expected.size());
      for (int k = 0; k < messages.size(); k++) {
        assertThat(messages.get(k).getMeta().getLedgerSequence()).isEqualTo(ledger.sequence());
        assertThat(messages.get(k).getMeta().getLedgerClosedAt())
            .isEqualTo(ledger.closeTimeSeconds());
        assertSame(messages.get(k), expected.get(k));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  private static void assertSame(ContractEvent message, JsonNode expected) {
    assertThat(message.getMeta().getTxHash()).isEqualTo(expected.get("tx_hash").asText());
    assertThat(message.getMeta().getTxIndex()).isEqualTo(expected.get("tx_index").asInt());
    assertThat(message.getMeta().getTxSuccessful())
        .isEqualTo(message.getInSuccessfulTx())
        .isEqualTo(expected.get("tx_successful").asBoolean());
    assertThat(message.getStage().name()).isEqualTo("STAGE_" + upperCase(expected.get("stage")));
    assertThat(message.getType().name()).isEqualTo("TYPE_" + upperCase(expected.get("type")));
    assertThat(message.getEventIndex()).isEqualTo(expected.get("event_index").asInt());
    assertThat(message.hasOperationIndex()).isEqualTo(expected.has("operation_index"));
    assertThat(message.getOperationIndex()).isEqualTo(expected.path("operation_index").asInt());
    assertThat(message.getContractId()).isEqualTo(expected.path("contract_id").asText());
    assertThat(message.hasInSuccessfulContractCall())
        .isEqualTo(expected.has("in_successful_contract_call"));
    assertThat(message.getInSuccessfulContractCall())
        .isEqualTo(expected.path("in_successful_contract_call").asBoolean());
    assertThat(message.getTopicsCount()).isEqualTo(expected.get("topics_xdr").size());
    for (int i = 0; i < message.getTopicsCount(); i++) {
      assertValue(message.getTopics(i), expected.get("topics_xdr").get(i).asText());
    }
    String data = expected.get("data_xdr").asText();
    if (data.equals(VOID)) {
      assertThat(message.getData()).isEqualTo(ScValue.newBuilder().setType("void").build());
    } else {
      assertValue(message.getData(), data);
    }
  }

  private static void assertValue(ScValue value, String xdr) {
    assertThat(value.getXdrBase64()).isEqualTo(xdr);
    assertThat(ScValJson.parse(value.getJson(), value.getType()))
        .isEqualTo(Base64.getDecoder().decode(xdr));
  }

  private static String upperCase(JsonNode text) {
    return text.asText().toUpperCase(Locale.ROOT);
  }

  /** Names, numbers and kinds of fields, as the original's clients were generated from. */
  @Test
  void theLayoutIsTheOriginals() {
    assertThat(fields(ContractEvent.getDescriptor().getFields()))
        .startsWith(
            "1 meta message, 2 contract_id string, 3 event_type string, 4 topics message[],"
                + " 5 data message, 6 in_successful_tx bool, 7 event_index int32,"
                + " 8 operation_index int32, 9 ");
    assertThat(ContractEvent.getDescriptor().findFieldByNumber(8).hasPresence()).isTrue();
    assertThat(fields(EventMeta.getDescriptor().getFields()))
        .isEqualTo(
            "1 ledger_sequence uint32, 2 ledger_closed_at int64, 3 tx_hash string,"
                + " 4 tx_successful bool, 5 tx_index uint32");
    assertThat(fields(ScValue.getDescriptor().getFields()))
        .isEqualTo("1 xdr_base64 string, 2 json string, 3 type string");
    assertThat(fields(GetContractEventsRequest.getDescriptor().getFields()))
        .isEqualTo(
            "1 start_ledger uint32, 2 end_ledger uint32, 3 contract_ids string[],"
                + " 4 event_types string[], 5 include_failed bool, 6 include_diagnostics bool");
    assertThat(ContractEventServiceGrpc.getGetContractEventsMethod().getFullMethodName())
        .isEqualTo("contract_event_service.ContractEventService/GetContractEvents");
  }

  private static String fields(List<FieldDescriptor> fields) {
    return fields.stream()
        .map(
            field ->
                field.getNumber()
                    + " "
                    + field.getName()
                    + " "
                    + field.getType().name().toLowerCase(Locale.ROOT)
                    + (field.isRepeated() ? "[]" : ""))
        .collect(Collectors.joining(", "));
  }
}
