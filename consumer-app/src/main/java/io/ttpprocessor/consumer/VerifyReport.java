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
import java.util.stream.Collectors;

/**
 * Says what a verification of one table finds, a line a finding and one at the end: for people, or
 * as JSON. Values are JSON strings in both, with all but ASCII escaped, since memos and asset codes
 * may hold what steers a terminal.
 */
final class VerifyReport implements DifferenceListener {
  /** People are shown so much of a value; JSON has all of it. */
  private static final int SHOWN_CHARACTERS = 200;

  private final JsonMapper mapper =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final String table;
  private final PrintWriter out;
  private final boolean json;
  private final Map<Kind, Long> rows = new EnumMap<>(Kind.class);
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
      say(
          String.format(
              "%s: %s: %s",
              place(difference),
              difference.kind().name().toLowerCase(Locale.ROOT),
              difference.columns().stream()
                  .map(column -> text(difference.kind(), column))
                  .collect(Collectors.joining("; "))));
    }
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
    ledgers += differentLedgers;
  }

  private String place(RowDifference difference) {
    return "ledger "
        + difference.ledger()
        + (difference.ordinal().isPresent()
            ? ", event " + difference.ordinal().getAsLong() + " of " + table
            : ", digest of " + table);
  }

  private String text(Kind kind, Column column) {
    return switch (kind) {
      case MISSING -> column.name() + " " + shown(column.expected());
      case EXTRA -> column.name() + " " + shown(column.stored());
      case CHANGED ->
          column.name()
              + " is "
              + shown(column.stored())
              + ", should be "
              + shown(column.expected());
    };
  }

  private String shown(String value) {
    if (value == null) {
      return "null";
    }
    boolean cut = value.length() > SHOWN_CHARACTERS;
    return json(cut ? value.substring(0, SHOWN_CHARACTERS) : value)
        + (cut ? " and " + (value.length() - SHOWN_CHARACTERS) + " characters more" : "");
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
    repaired++;
    if (json) {
      say(mapper.createObjectNode().put("table", table).put("repaired_ledger", ledger));
    } else {
      say("ledger " + ledger + " of " + table + ": repaired");
    }
  }

  @Override
  public void refused(long ledger, String reason) {
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
