package io.ttpprocessor.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Ledgers that follow each other.
 *
 * @param first the first one's sequence, 1 or more
 * @param last the last one's sequence, inclusive; not less than {@code first}, at most 4294967295
 */
public record LedgerSpan(long first, long last) {
  private static final long LAST_LEDGER = 0xffff_ffffL;

  /** Refuses numbers that no ledgers have, and a last ledger before the first. */
  public LedgerSpan {
    if (first < 1 || last < first || last > LAST_LEDGER) {
      throw new IllegalArgumentException(first + " to " + last + " is no range of ledgers");
    }
  }

  /** How many ledgers they are. */
  public long size() {
    return last - first + 1;
  }

  /** Whether a ledger lies in both. */
  public boolean overlaps(LedgerSpan other) {
    return first <= other.last && other.first <= last;
  }

  /** The ledgers that lie in both, which overlap. */
  LedgerSpan common(LedgerSpan other) {
    return new LedgerSpan(Math.max(first, other.first), Math.min(last, other.last));
  }

  /** The stretches that {@code ranges}, which are disjoint and in order, make without a gap. */
  public static List<LedgerSpan> united(List<DoneRange> ranges) {
    List<LedgerSpan> spans = new ArrayList<>();
    for (DoneRange range : ranges) {
      int end = spans.size() - 1;
      if (end >= 0 && spans.get(end).last() + 1 == range.first()) {
        spans.set(end, new LedgerSpan(spans.get(end).first(), range.last()));
      } else {
        spans.add(new LedgerSpan(range.first(), range.last()));
      }
    }
    return spans;
  }

  /** What of this is in none of {@code spans}, which are disjoint and in order. */
  public List<LedgerSpan> without(List<LedgerSpan> spans) {
    List<LedgerSpan> left = new ArrayList<>();
    long next = first;
    for (LedgerSpan span : spans) {
      if (span.first() > next && next <= last) {
        left.add(new LedgerSpan(next, Math.min(last, span.first() - 1)));
      }
      next = Math.max(next, span.last() + 1);
    }
    if (next <= last) {
      left.add(new LedgerSpan(next, last));
    }
    return left;
  }

  /** Its pieces of at most {@code size} ledgers, of which all but the first begin at multiples. */
  public List<LedgerSpan> pieces(long size) {
    List<LedgerSpan> pieces = new ArrayList<>();
    for (long next = first; next <= last; next = (next / size + 1) * size) {
      pieces.add(new LedgerSpan(next, Math.min(last, (next / size + 1) * size - 1)));
    }
    return pieces;
  }

  @Override
  public String toString() {
    return first == last ? "ledger " + first : "ledgers " + first + " to " + last;
  }
}
