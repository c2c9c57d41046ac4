package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.store.LedgerSpan;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a range is called in the names of files, such as {@code 0050000000-0050015999}: ten digits
 * for each ledger, so that names sort as the ranges do.
 */
final class RangeName {
  /** Ranges by their first ledgers, and then by their last. */
  static final Comparator<LedgerSpan> ORDER =
      Comparator.comparingLong(LedgerSpan::first).thenComparingLong(LedgerSpan::last);

  private static final Pattern NAME = Pattern.compile("(\\d{10})-(\\d{10})");

  private RangeName() {}

  /** The name of a range. */
  static String of(LedgerSpan span) {
    return String.format("%010d-%010d", span.first(), span.last());
  }

  /** The range of a name, or nothing where it is none's. */
  static Optional<LedgerSpan> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? span(matcher) : Optional.empty();
  }

  /** The first range that is named within a text. */
  static Optional<LedgerSpan> within(String text) {
    Matcher matcher = NAME.matcher(text);
    return matcher.find() ? span(matcher) : Optional.empty();
  }

  private static Optional<LedgerSpan> span(Matcher matcher) {
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    try {
      return Optional.of(new LedgerSpan(first, last));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
