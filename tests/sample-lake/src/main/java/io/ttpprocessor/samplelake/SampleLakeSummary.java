package io.ttpprocessor.samplelake;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

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
    row(table, "objects", counts.objects(), number(counts.xdrBytes()) + " bytes uncompressed");
    row(
        table,
        "transactions",
        counts.transactions(),
        number(counts.failedTransactions()) + " of them failed");
    row(table, "operations", counts.operations(), "");
    row(table, "events", events.count(), kinds());
    return table.toString();
  }

  /** The counts of each kind, the largest first. */
  private String kinds() {
    return Arrays.stream(EventKind.values())
        .filter(kind -> events.total(kind).count() > 0)
        .sorted(
            Comparator.comparing((EventKind kind) -> events.total(kind).count())
                .reversed()
                .thenComparing(EventKind::label))
        .map(kind -> number(events.total(kind).count()) + " " + kind.label())
        .collect(Collectors.joining(", "));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static void row(StringBuilder table, String label, long count, String note) {
    String line = String.format(Locale.ROOT, "%-12s %,12d  %s", label, count, note);
    table.append(line.stripTrailing()).append(System.lineSeparator());
  }
}
