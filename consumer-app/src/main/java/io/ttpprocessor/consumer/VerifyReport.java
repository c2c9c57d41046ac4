package io.ttpprocessor.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.store.DifferenceListener;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.RowDifference;
import io.ttpprocessor.store.RowDifference.Column;
import io.ttpprocessor.store.RowDifference.Kind;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says what a verification of one table finds: for people a line a ledger that differs, as JSON a
 * line a row with its values, and one at the end. In JSON all but ASCII is escaped, since memos and
 * asset codes may hold what steers a terminal.
 */
final class VerifyReport implements DifferenceListener {
  private final JsonMapper mapper =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final String table;
  private final PrintWriter out;
  private final boolean json;
  private final Map<Kind, Long> rows = new EnumMap<>(Kind.class);

  /** Of the batch that is being compared: its digests are told after all of its rows. */
  private final SortedMap<Long, LedgerFindings> untold = new TreeMap<>();

  private long digests;
  private long ledgers;
  private long repaired;
  private long refused;
  private boolean different;

  /** What is said of {@code table} goes to {@code out}. */
  VerifyReport(String table, PrintWriter out, boolean json) {
    this.table = table;
    this.out = out;
    this.json = json;
  }

  /** Whether nothing that differs has been found, repaired or not. */
  boolean clean() {
    return !different && ledgers == 0;
  }

  @Override
  public void differs(RowDifference difference) {
    count(difference);
    if (json) {
      say(node(difference));
    } else {
      untold.computeIfAbsent(difference.ledger(), ledger -> new LedgerFindings()).add(difference);
    }
  }

  private void tellLedgers() {
    untold.forEach(
        (ledger, findings) -> say("ledger " + ledger + " of " + table + ": " + findings));
    untold.clear();
  }

  private void count(RowDifference difference) {
    if (difference.ordinal().isPresent()) {
      rows.merge(difference.kind(), 1L, Long::sum);
    } else {
      digests++;
    }
  }

  @Override
  public void compared(int differentLedgers) {
    tellLedgers();
    ledgers += differentLedgers;
  }

  private ObjectNode node(RowDifference difference) {
    ObjectNode node = mapper.createObjectNode();
    node.put("table", table).put("ledger", difference.ledger());
    node.put("row", difference.ordinal().isPresent() ? "event" : "digest");
    difference.ordinal().ifPresent(ordinal -> node.put("ordinal", ordinal));
    node.put("difference", difference.kind().name().toLowerCase(Locale.ROOT));
    ObjectNode columns = node.putObject("columns");
    for (Column column : difference.columns()) {
      ObjectNode values = columns.putObject(column.name());
      if (difference.kind() != Kind.MISSING) {
        values.put("stored", column.stored());
      }
      if (difference.kind() != Kind.EXTRA) {
        values.put("expected", column.expected());
      }
    }
    return node;
  }

  @Override
  public void repaired(long ledger) {
    tellLedgers();
    repaired++;
    if (json) {
      say(mapper.createObjectNode().put("table", table).put("repaired_ledger", ledger));
    } else {
      say("ledger " + ledger + " of " + table + ": repaired");
    }
  }

  @Override
  public void refused(long ledger, String reason) {
    tellLedgers();
    refused++;
    if (json) {
      say(
          mapper
              .createObjectNode()
              .put("table", table)
              .put("refused_ledger", ledger)
              .put("reason", reason));
    } else {
      say("ledger " + ledger + " of " + table + ": not repaired: " + reason);
    }
  }

  /** Says what came of {@code span}; what is found from now on is another's. */
  void summary(LedgerSpan span, long events) {
    say(span, events);
    different |= ledgers > 0;
    rows.clear();
    digests = 0;
    ledgers = 0;
    repaired = 0;
    refused = 0;
  }

  private void say(LedgerSpan span, long events) {
    long missing = rows.getOrDefault(Kind.MISSING, 0L);
    long extra = rows.getOrDefault(Kind.EXTRA, 0L);
    long changed = rows.getOrDefault(Kind.CHANGED, 0L);
    if (json) {
      say(
          mapper
              .createObjectNode()
              .put("table", table)
              .put("first_ledger", span.first())
              .put("last_ledger", span.last())
              .put("events_compared", events)
              .put("rows_missing", missing)
              .put("rows_extra", extra)
              .put("rows_changed", changed)
              .put("digests_different", digests)
              .put("ledgers_different", ledgers)
              .put("ledgers_repaired", repaired)
              .put("ledgers_refused", refused));
      return;
    }
    String compared =
        String.format(
            Locale.ROOT,
            "%s: ledgers %d to %d, %d events compared: ",
            table,
            span.first(),
            span.last(),
            events);
    if (ledgers == 0) {
      say(compared + "all as it should be");
    } else {
      say(
          compared
              + String.format(
                  "%d ledgers differ: %d rows missing, %d extra, %d changed, %d digests; %d ledgers"
                      + " repaired",
                  ledgers, missing, extra, changed, digests, repaired));
    }
  }

  /** Says why this table's verification came to no end. */
  void failed(String reason) {
    tellLedgers();
    if (json) {
      say(mapper.createObjectNode().put("table", table).put("failure", reason));
    } else {
      say(table + ": not verified: " + reason);
    }
  }

  private void say(ObjectNode node) {
    say(json(node));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private String json(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
