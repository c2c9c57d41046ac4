package io.ttpprocessor.processor.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.extract.event.CrossCheck;
import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * What an extraction found in ledgers beside their events, as lines of JSON: one for each {@code
 * skipped} event, each {@code difference} between derived events and the network's own, and each
 * ledger that was {@code not_comparable}; the field {@code finding} says which it is. The last line
 * is the {@code summary}.
 */
final class ExtractionReport {
  private final Writer output;
  private final ExtractionMetrics metrics = new ExtractionMetrics();
  private long ledgers;
  private long events;
  private long errors;

  /** A report that goes to {@code output}. */
  ExtractionReport(Writer output) {
    this.output = output;
  }

  /** Takes a ledger whose events have been told. */
  void add(LedgerEvents ledger) throws IOException {
    ledgers++;
    events += ledger.events().size();
    metrics.add(ledger);
    for (SkippedEvent event : ledger.skipped()) {
      write(skipped(ledger, event));
    }
    CrossCheck crossCheck = ledger.crossCheck();
    if (crossCheck == null) {
      return;
    }
    if (!crossCheck.isCompared()) {
      write(finding("not_comparable", ledger).put("reason", crossCheck.obstacle()));
    }
    for (EventDifference difference : crossCheck.differences()) {
      write(difference(ledger, difference));
    }
  }

  /** Takes a ledger whose events cannot be told. */
  void addError() {
    ledgers++;
    errors++;
  }

  /** Events that differed so far. */
  long differences() {
    return metrics.eventDifferences();
  }

  /** Writes the last line. */
  void finish() throws IOException {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("finding", "summary");
    summary.put("ledgers", ledgers);
    summary.put("ledgers_with_error", errors);
    summary.put("events", events);
    ObjectNode skipped = summary.putObject("skipped_events");
    metrics.skippedEvents().forEach(skipped::put);
    summary.put("cross_checked_ledgers", metrics.comparedLedgers());
    summary.put("not_comparable_ledgers", metrics.notComparableLedgers());
    summary.put("event_differences", metrics.eventDifferences());
    write(summary);
    output.flush();
  }

  private static ObjectNode skipped(LedgerEvents ledger, SkippedEvent event) {
    ObjectNode line = finding("skipped", ledger);
    place(line, event.transaction(), event.operationIndex());
    line.put("contract", text(event.contract()));
    line.put("event", name(event.kind()));
    return line.put("reason", ExtractionMetrics.name(event.reason()));
  }

  private static ObjectNode difference(LedgerEvents ledger, EventDifference difference) {
    ObjectNode line = finding("difference", ledger);
    place(line, difference.transaction(), difference.operationIndex());
    line.set("derived", event(difference.derived()));
    line.set("unified", event(difference.unified()));
    return line;
  }

  private static ObjectNode finding(String name, LedgerEvents ledger) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("finding", name)
        .put("ledger", ledger.sequence());
  }

  private static void place(ObjectNode line, TransactionRef transaction, int operationIndex) {
    line.put("tx_index", transaction.index()).put("tx_hash", transaction.hashHex());
    if (operationIndex != 0) {
      line.put("operation_index", operationIndex);
    }
  }

  private static ObjectNode event(TokenEvent event) {
    if (event == null) {
      return null;
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("event", name(event.kind()))
        .put("from", text(event.from()))
        .put("to", text(event.to()))
        .put("contract", text(event.contract()))
        .put("asset", text(event.asset()))
        .put("amount", text(event.amount()))
        .put("to_muxed_info", text(event.toMuxedInfo()));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private void write(ObjectNode line) throws IOException {
    output.write(line.toString());
    output.write('\n');
  }
}
