package io.ttpprocessor.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttpprocessor.store.LedgerSpan;
import java.io.PrintWriter;
import java.util.Locale;

/** Says what a fill of one table has done, a line each: for people, or as JSON. */
final class FillReport {
  private final JsonMapper mapper =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private final String table;
  private final PrintWriter out;
  private final boolean json;

  /** What is said of {@code table} goes to {@code out}. */
  FillReport(String table, PrintWriter out, boolean json) {
    this.table = table;
    this.out = out;
    this.json = json;
  }

  /** {@code span} was missing and is stored, with so many events. */
  void filled(LedgerSpan span, long events) {
    if (json) {
      say(node(span).put("filled", true).put("events", events));
    } else {
      say(String.format(Locale.ROOT, "%s filled (%,d, %,d events)", span, span.size(), events));
    }
  }

  /** {@code span} is missing still. */
  void notFilled(LedgerSpan span, String reason) {
    if (json) {
      say(node(span).put("filled", false).put("reason", reason));
    } else {
      say(String.format(Locale.ROOT, "%s not filled (%,d): %s", span, span.size(), reason));
    }
  }

  /** What has come of all ledgers of {@code asked} that were missing. */
  void summary(LedgerSpan asked, long filled, long missing) {
    if (json) {
      say(node(asked).put("ledgers_filled", filled).put("ledgers_missing", missing));
    } else if (filled + missing == 0) {
      say("no gap in " + asked);
    } else {
      say(
          String.format(
              Locale.ROOT,
              "of %s, %,d that were missing are filled, %,d are missing still",
              asked,
              filled,
              missing));
    }
  }

  /** Why nothing, or nothing more, is filled. */
  void failed(String reason) {
    if (json) {
      say(mapper.createObjectNode().put("table", table).put("failure", reason));
    } else {
      say("not filled: " + reason);
    }
  }

  private ObjectNode node(LedgerSpan span) {
    return mapper
        .createObjectNode()
        .put("table", table)
        .put("first_ledger", span.first())
        .put("last_ledger", span.last());
  }

  private void say(ObjectNode node) {
    try {
      out.println(mapper.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
    out.flush();
  }

  private void say(String words) {
    out.println(table + ": " + words);
    out.flush();
  }
}
