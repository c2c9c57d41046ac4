package io.ttpprocessor.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.UncheckedIOException;

/** What the reference says of one ledger: a line of a corpus. */
final class ExpectedLedger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode line;

  private ExpectedLedger(JsonNode line) {
    this.line = line;
  }

  static ExpectedLedger parse(String line) {
    try {
      return new ExpectedLedger(JSON.readTree(oneMarkForEachRun(line)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  int eventCount() {
    return isError() ? 0 : line.get("events").size();
  }

  boolean isError() {
    return line.has("error");
  }

  /** In what the extractor differs over the ledger; null when in nothing. */
  String difference(EventExtractor extractor, byte[] ledgerCloseMeta) {
    LedgerEvents events;
    try {
      events = extractor.extract(ledgerCloseMeta);
    } catch (XdrException | LedgerException | ExtractionException e) {
      return differenceOf(e);
    }
    if (isError()) {
      return place() + ": no error, the reference has " + line.get("error");
    }
    if (events.sequence() != line.get("ledger").longValue()
        || events.protocolVersion() != line.get("protocol").longValue()) {
      return place() + ": " + events.sequence() + " of protocol " + events.protocolVersion();
    }
    return differenceOf(events);
  }

  private String differenceOf(RuntimeException error) {
    if (!isError()) {
      return place() + ": " + error;
    }
    boolean namesLedger = error.getMessage().contains("ledger " + line.get("ledger").asText());
    return namesLedger ? null : place() + " is not named by: " + error.getMessage();
  }

  private String differenceOf(LedgerEvents events) {
    for (int i = 0; i < Math.min(eventCount(), events.events().size()); i++) {
      JsonNode actual = EventJson.of(events, events.events().get(i));
      JsonNode expected = line.get("events").get(i);
      // Through text and back: a number is then an int or a long by its size alone.
      if (!parse(actual.toString()).line.equals(expected)) {
        return place() + ", event " + i + ":\n" + actual + " but the reference has\n" + expected;
      }
    }
    return eventCount() == events.events().size()
        ? null
        : place() + ": " + events.events().size() + " events instead of " + eventCount();
  }

  private String place() {
    return "ledger " + line.get("ledger");
  }

  /** A run of bytes that are not UTF-8 is one mark in the corpora, and may be several in Java. */
  private static String oneMarkForEachRun(String text) {
    return text.replaceAll("\uFFFD+", "\uFFFD");
  }
}
