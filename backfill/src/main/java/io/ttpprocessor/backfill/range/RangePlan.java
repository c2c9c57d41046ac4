package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is missing of a span into the ranges that are loaded one by one. */
public final class RangePlan {
  private RangePlan() {}

  /**
   * The ranges to load, in order: what no standing range covers, cut before each multiple of {@code
   * size}. So a job that is started again, longer, or with another size, never makes a range that
   * overlaps one that stands.
   *
   * @param wanted all ledgers that are to be there at the end
   * @param standing ranges that are there already, in order
   * @param size most ledgers of a range
   */
  public static List<LedgerSpan> missing(LedgerSpan wanted, List<LedgerSpan> standing, long size) {
    List<LedgerSpan> ranges = new ArrayList<>();
    long next = wanted.first();
    for (LedgerSpan range : standing) {
      if (range.overlaps(wanted)) {
        if (next < range.first()) {
          cut(next, range.first() - 1, size, ranges);
        }
        next = Math.max(next, range.last() + 1);
      }
    }
    if (next <= wanted.last()) {
      cut(next, wanted.last(), size, ranges);
    }
    return ranges;
  }

  private static void cut(long first, long last, long size, List<LedgerSpan> ranges) {
    long next = first;
    while (next <= last) {
      long end = Math.min(last, next - next % size + size - 1);
      ranges.add(new LedgerSpan(next, end));
      next = end + 1;
    }
  }
}
