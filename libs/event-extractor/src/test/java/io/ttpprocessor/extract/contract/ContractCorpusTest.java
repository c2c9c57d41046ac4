package io.ttpprocessor.extract.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.SCValView;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract events of every ledger of every corpus that has them are the reference's, field by
 * field and in its order; and each of their values is had again from its JSON. The numbers are
 * those of the reference's lines: of events, and of ledgers that it cannot read.
 */
@Timeout(300)
class ContractCorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "PUBNET_53312000, 21, 0",
    "PUBNET_RECENT, 2848, 0",
    "LOAD_PROTOCOL23, 12200, 0",
    "CORE_INVOKE_HOST_FUNCTION, 81802, 0",
    "SYNTHETIC_DERIVED, 4904, 3",
    "SYNTHETIC_UNIFIED, 11320, 0"
  })
  void eventsAreTheReferences(GoldenCorpus corpus, int events, int errors) throws IOException {
    assumeTrue(
        corpus.hasExpectedLines("contract"), () -> "no contract events of " + corpus.baseName());
    Network network = Network.of(corpus.networkPassphrase());
    ContractEventExtractor extractor = new ContractEventExtractor();
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines("contract");
    assertThat(ledgers).hasSize(corpus.ledgerCount()).hasSameSizeAs(lines);
    int compared = 0;
    int refused = 0;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode expected = JSON.readTree(lines.get(i));
      LedgerView ledger = LedgerView.parse(ledgers.get(i), network);
      if (expected.has("error")) {
        assertThatExceptionOfType(LedgerException.class)
            .isThrownBy(() -> extractor.extract(ledger));
        refused++;
        continue;
      }
      LedgerContractEvents found = extractor.extract(ledger);
      assertThat(found.sequence()).isEqualTo(expected.get("ledger").longValue());
      assertSame(found.events(), expected);
      compared += found.events().size();
    }
    assertThat(compared).isEqualTo(events);
    assertThat(refused).isEqualTo(errors);
  }

  private static void assertSame(List<ContractEvent> events, JsonNode expected) throws IOException {
    JsonNode wanted = expected.get("events");
    assertThat(events).hasSize(wanted.isNull() ? 0 : wanted.size());
    for (int i = 0; i < events.size(); i++) {
      ContractEvent event = events.get(i);
      assertThat(JSON.readTree(json(event).toString())).isEqualTo(wanted.get(i));
      for (SCValView topic : event.topics()) {
        assertRoundTrip(topic);
      }
      assertRoundTrip(event.data());
    }
  }

  /** One walk serves both: the ledger that token transfers came from is not parsed again. */
  @ParameterizedTest
  @CsvSource("SYNTHETIC_UNIFIED")
  void sharesTheLedgerWithTheTokenTransferEvents(GoldenCorpus corpus) {
    Network network = Network.of(corpus.networkPassphrase());
    LedgerView ledger = LedgerView.parse(corpus.ledgers().get(0), network);
    assertThat(new EventExtractor(network).extract(ledger).sequence()).isEqualTo(ledger.sequence());
    ContractEvent event = new ContractEventExtractor().extract(ledger).events().get(0);
    assertThat(event.data().bytes()).isSameAs(ledger.meta().bytes());
  }

  private static void assertRoundTrip(SCValView value) throws IOException {
    String json = ScValJson.of(value);
    assertThat(JSON.readTree(json)).as(json).isNotNull();
    assertThat(ScValJson.parse(json, ScValJson.typeOf(value))).as(json).isEqualTo(value.copy());
  }

  private static ObjectNode json(ContractEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tx_hash", event.transaction().hashHex());
    json.put("tx_index", event.transaction().index());
    json.put("tx_successful", event.transactionSuccessful());
    json.put("stage", event.place().stage().name().toLowerCase(Locale.ROOT));
    event.place().operationIndex().ifPresent(index -> json.put("operation_index", index));
    json.put("event_index", event.place().eventIndex());
    json.put("type", event.type().name().toLowerCase(Locale.ROOT));
    event.contract().ifPresent(contract -> json.put("contract_id", contract.toString()));
    event
        .inSuccessfulContractCall()
        .ifPresent(successful -> json.put("in_successful_contract_call", successful));
    json.putArray("topics_xdr");
    for (SCValView topic : event.topics()) {
      json.withArray("topics_xdr").add(base64(topic));
    }
    return json.put("data_xdr", base64(event.data()));
  }

  private static String base64(SCValView value) {
    return Base64.getEncoder().encodeToString(value.copy());
  }
}
