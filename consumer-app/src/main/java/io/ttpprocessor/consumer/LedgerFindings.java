package io.ttpprocessor.consumer;

import io.ttpprocessor.store.RowDifference;
import io.ttpprocessor.store.RowDifference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What differs in one ledger, for people: how many rows of each kind, and the first of them by
 * their place in the ledger. Its size does not grow with their number.
 */
final class LedgerFindings {
  /** People are named so many rows of a kind; JSON has all of them. */
  private static final int SHOWN_ROWS = 3;

  private final Map<Kind, Rows> rows = new EnumMap<>(Kind.class);
  private final List<String> digest = new ArrayList<>();

  /** Rows of one kind. */
  private static final class Rows {
    private final List<Long> first = new ArrayList<>(SHOWN_ROWS);
    private long count;
  }

  /** Takes a row of the ledger, in the order of their places. */
  void add(RowDifference difference) {
    if (difference.ordinal().isEmpty()) {
      digest.add("digest " + word(difference.kind()) + columns(difference));
      return;
    }
    Rows same = rows.computeIfAbsent(difference.kind(), kind -> new Rows());
    same.count++;
    if (same.first.size() < SHOWN_ROWS) {
      same.first.add(difference.ordinal().getAsLong());
    }
  }

  /**
   * As {@code 5 missing (events 0, 1, 2 and 2 more), 1 changed (event 7), digest changed
   * (ledger_hash)}.
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    rows.forEach((kind, same) -> parts.add(text(kind, same)));
    parts.addAll(digest);
    return String.join(", ", parts);
  }

  private static String text(Kind kind, Rows same) {
    long more = same.count - same.first.size();
    return String.format(
        Locale.ROOT,
        "%d %s (event%s %s%s)",
        same.count,
        word(kind),
        same.count == 1 ? "" : "s",
        same.first.stream().map(String::valueOf).collect(Collectors.joining(", ")),
        more == 0 ? "" : " and " + more + " more");
  }

  /** Of a changed digest, which tells the ledger's hash and its events apart. */
  private static String columns(RowDifference difference) {
    return difference.kind() == Kind.CHANGED
        ? difference.columns().stream()
            .map(RowDifference.Column::name)
            .collect(Collectors.joining(", ", " (", ")"))
        : "";
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
