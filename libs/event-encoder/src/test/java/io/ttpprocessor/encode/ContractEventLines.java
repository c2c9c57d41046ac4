package io.ttpprocessor.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What the reference says of the contract events of a corpus's ledgers, one line a ledger. */
public final class ContractEventLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VOID = "AAAAAQ==";

  private ContractEventLines() {}

  /**
   * A ledger's line.
   *
   * @param sequence the ledger
   * @param events its contract events, all of them; null where the reference fails
   */
  public record Line(long sequence, List<JsonNode> events) {}

  /** The lines of a corpus that has them. */
  public static List<Line> of(GoldenCorpus corpus) {
    List<Line> lines = new ArrayList<>();
    for (String text : corpus.expectedLines("contract")) {
      lines.add(line(text));
    }
    return lines;
  }

  private static Line line(String text) {
    try {
      JsonNode line = JSON.readTree(text);
      JsonNode nodes = line.get("events");
      List<JsonNode> events = new ArrayList<>();
      nodes.forEach(events::add);
      return new Line(line.get("ledger").asLong(), nodes.isNull() ? null : events);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** Whether the original's service sends the event unless more is asked for. */
  public static boolean isSentByDefault(JsonNode event) {
    return event.get("tx_successful").asBoolean() && isOfContract(event);
  }

  /** Whether the event is no diagnostic one and not the host's. */
  public static boolean isOfContract(JsonNode event) {
    return event.get("type").asText().equals("contract")
        && !event.get("stage").asText().equals("diagnostic");
  }

  /** That messages are those of the lines' events, field by field. */
  public static void assertSame(List<ContractEvent> messages, List<JsonNode> expected) {
    assertThat(messages).hasSameSizeAs(expected);
    for (int i = 0; i < messages.size(); i++) {
      assertSame(messages.get(i), expected.get(i));
    }
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
}
