package io.ttpprocessor.processor.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.extract.event.CrossCheck;
import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.extract.verify.BalanceCheck;
import io.ttpprocessor.extract.verify.BalanceDifference;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an extraction found in ledgers beside their events, as lines of JSON: one for each {@code
 * skipped} event, each {@code difference} between derived events and the network's own, each ledger
 * that was {@code not_comparable}, each {@code balance_difference} between events and changes of
 * balances, and each ledger with {@code balances_unreadable}; the field {@code finding} says which
 * it is. The last line is the {@code summary}.
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
  void add(CheckedLedger checked) throws IOException {
    LedgerEvents ledger = checked.events();
    ledgers++;
    events += ledger.events().size();
    metrics.add(checked);
    for (SkippedEvent event : ledger.skipped()) {
      write(skipped(ledger, event));
    }
    if (ledger.crossCheck() != null) {
      write(ledger, ledger.crossCheck());
    }
    if (checked.balances() != null) {
      write(ledger, checked.balances());
    }
  }

  private void write(LedgerEvents ledger, CrossCheck crossCheck) throws IOException {
    if (!crossCheck.isCompared()) {
      write(finding("not_comparable", ledger).put("reason", crossCheck.obstacle()));
    }
    for (EventDifference difference : crossCheck.differences()) {
      write(difference(ledger, difference));
    }
  }

  private void write(LedgerEvents ledger, BalanceCheck balances) throws IOException {
    if (balances.obstacle() != null) {
      write(finding("balances_unreadable", ledger).put("reason", balances.obstacle()));
    }
    for (BalanceDifference difference : balances.differences()) {
      write(difference(ledger, difference));
    }
  }

  /** Takes a ledger whose events cannot be told. */
  void addError() {
    ledgers++;
    errors++;
  }

  /**
   * Whether what the events were to be held against speaks for them: nothing differs, and not all
   * ledgers were such that there was nothing to compare with.
   */
  boolean isSound() {
    boolean comparedNone = metrics.notComparableLedgers() > 0 && metrics.comparedLedgers() == 0;
    return metrics.eventDifferences() == 0 && metrics.ledgersUnbalanced() == 0 && !comparedNone;
  }

  /**
   * What differed so far, or could not be compared, for people: a line for each thing that events
   * were held against.
   */
  List<String> conclusion() {
    List<String> lines = new ArrayList<>();
    if (metrics.eventDifferences() > 0) {
      lines.add(
          metrics.eventDifferences()
              + " events differ from the network's own; the first: "
              + metrics.firstEventDifference());
    }
    if (metrics.notComparableLedgers() > 0) {
      lines.add(
          String.format(
              "%d of %d ledgers could not be compared; the first: %s",
              metrics.notComparableLedgers(),
              metrics.notComparableLedgers() + metrics.comparedLedgers(),
              metrics.firstObstacle()));
    }
    if (metrics.ledgersUnbalanced() > 0) {
      lines.add(
          String.format(
              "%d of %d ledgers do not balance; the first: %s",
              metrics.ledgersUnbalanced(),
              metrics.ledgersVerified(),
              metrics.firstBalanceDifference()));
    }
    return lines;
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
    summary.put("ledgers_verified", metrics.ledgersVerified());
    summary.put("ledgers_unbalanced", metrics.ledgersUnbalanced());
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
    if (difference.fault() != null) {
      line.put("fault", difference.fault());
    }
    return line;
  }

  private static ObjectNode difference(LedgerEvents ledger, BalanceDifference difference) {
    return finding("balance_difference", ledger)
        .put("tx_index", difference.transactionIndex())
        .put("tx_hash", difference.transactionHash())
        .put("holder", difference.holder().toString())
        .put("asset", difference.asset().toString())
        .put("by_events", difference.byEvents().toString())
        .put("by_entries", difference.byEntries().toString());
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
