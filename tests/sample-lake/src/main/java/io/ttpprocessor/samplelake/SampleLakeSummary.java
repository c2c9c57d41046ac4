package io.ttpprocessor.samplelake;

import java.util.Locale;

/** What a written lake holds: both sequences inclusive, bytes of uncompressed ledgers. */
public record SampleLakeSummary(
    long firstLedger, long lastLedger, Counts counts, EventTally events) {

  /** How many there are of everything but events. */
  public record Counts(
      long objects, long xdrBytes, long transactions, long failedTransactions, long operations) {}

  /** How many ledgers. */
  public long ledgers() {
    return lastLedger - firstLedger + 1;
  }

  /** The summary as a small table for people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    row(table, "ledgers", ledgers(), firstLedger + " to " + lastLedger);
    row(table, "objects", counts.objects(), counts.xdrBytes() + " bytes uncompressed");
    row(table, "transactions", counts.transactions(), counts.failedTransactions() + " failed");
    row(table, "operations", counts.operations(), "");
    for (EventKind kind : EventKind.values()) {
      EventTally.Total total = events.total(kind);
      row(table, kind.label() + " events", total.count(), "amounts add up to " + total.amount());
    }
    return table.toString();
  }

  private static void row(StringBuilder table, String label, long count, String note) {
    String line = String.format(Locale.ROOT, "%-16s %,12d   %s", label, count, note);
    table.append(line.stripTrailing()).append(System.lineSeparator());
  }
}
