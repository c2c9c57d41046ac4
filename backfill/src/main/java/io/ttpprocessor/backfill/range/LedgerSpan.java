package io.ttpprocessor.backfill.range;

import io.ttpprocessor.source.LedgerRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ledgers from {@code first} to {@code last}, both inclusive.
 *
 * <p>Its name has ten digits for each, so that names sort as the spans do.
 *
 * @param first first ledger
 * @param last last ledger
 */
public record LedgerSpan(long first, long last) implements Comparable<LedgerSpan> {
  private static final Pattern NAME = Pattern.compile("(\\d{10})-(\\d{10})");

  /** Refuses numbers that no ledgers have, and a last ledger before the first. */
  public LedgerSpan {
    if (first < 1 || last < first || last > LedgerRange.MAX_SEQUENCE) {
      throw new IllegalArgumentException(first + " to " + last + " is no range of ledgers");
    }
  }

  /** The span of a name, or nothing where it is none's. */
  public static Optional<LedgerSpan> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? of(matcher) : Optional.empty();
  }

  /** The first span that is named within a text. */
  public static Optional<LedgerSpan> within(String text) {
    Matcher matcher = NAME.matcher(text);
    return matcher.find() ? of(matcher) : Optional.empty();
  }

  private static Optional<LedgerSpan> of(Matcher matcher) {
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    boolean isSpan = first >= 1 && first <= last && last <= LedgerRange.MAX_SEQUENCE;
    return isSpan ? Optional.of(new LedgerSpan(first, last)) : Optional.empty();
  }

  /** The name, such as {@code 0050000000-0050015999}. */
  public String name() {
    return String.format("%010d-%010d", first, last);
  }

  /** How many ledgers. */
  public long size() {
    return last - first + 1;
  }

  /** Whether a ledger lies in both. */
  public boolean overlaps(LedgerSpan other) {
    return first <= other.last && other.first <= last;
  }

  @Override
  public int compareTo(LedgerSpan other) {
    int byFirst = Long.compare(first, other.first);
    return byFirst != 0 ? byFirst : Long.compare(last, other.last);
  }

  @Override
  public String toString() {
    return first + ".." + last;
  }
}
