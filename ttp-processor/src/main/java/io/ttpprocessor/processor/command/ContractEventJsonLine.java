package io.ttpprocessor.processor.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.xdr.SCValView;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;

/**
 * A ledger's contract events as one line of JSON, as the reference command prints them: {@code
 * {"ledger":…,"events":[…]}}, topics and data as XDR in base64; {@code "events":null} where there
 * are none, and {@code "error"} beside it where they cannot be told.
 */
final class ContractEventJsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ContractEventJsonLine() {}

  /** What a line is made of. */
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** The line of a ledger whose events are known, without a line end. */
  static String ofEvents(LedgerContractEvents ledger) {
    return line(
        json -> {
          json.writeNumberField("ledger", ledger.sequence());
          if (ledger.events().isEmpty()) {
            json.writeNullField("events");
            return;
          }
          json.writeArrayFieldStart("events");
          for (ContractEvent event : ledger.events()) {
            write(event, json);
          }
          json.writeEndArray();
        });
  }

  /** The line of a ledger whose events cannot be told; 0 where its sequence is not known. */
  static String ofError(long ledger, String error) {
    return line(
        json -> {
          json.writeNumberField("ledger", ledger);
          json.writeNullField("events");
          json.writeStringField("error", error);
        });
  }

  private static String line(Content content) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail to be written to", e);
    }
    return line.toString();
  }

  private static void write(ContractEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("tx_hash", event.transaction().hashHex());
    json.writeNumberField("tx_index", event.transaction().index());
    json.writeBooleanField("tx_successful", event.transactionSuccessful());
    json.writeStringField("stage", lowerCase(event.place().stage()));
    if (event.place().operationIndex().isPresent()) {
      json.writeNumberField("operation_index", event.place().operationIndex().getAsInt());
    }
    json.writeNumberField("event_index", event.place().eventIndex());
    json.writeStringField("type", lowerCase(event.type()));
    if (event.contract().isPresent()) {
      json.writeStringField("contract_id", event.contract().get().toString());
    }
    if (event.inSuccessfulContractCall().isPresent()) {
      json.writeBooleanField("in_successful_contract_call", event.inSuccessfulContractCall().get());
    }
    json.writeArrayFieldStart("topics_xdr");
    for (SCValView topic : event.topics()) {
      json.writeString(base64(topic));
    }
    json.writeEndArray();
    json.writeStringField("data_xdr", base64(event.data()));
    json.writeEndObject();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String base64(SCValView value) {
    return Base64.getEncoder().encodeToString(value.copy());
  }
}
