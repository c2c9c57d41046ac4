package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Cuts what is missing of a span into the ranges that are loaded one by one. */
public final class RangePlan {
  private RangePlan() {}

  /**
   * The ranges to load, in order: what is missing in a part of the target, cut before each multiple
   * of {@code size} and wherever a range that stands begins or ends. So a range stands in each part
   * wholly or not at all, and a job that is started again, longer, or with another size, never
   * makes a range that overlaps one that stands.
   *
   * @param wanted all ledgers that are to be there at the end
   * @param standing of each part the ranges that are there already, in order
   * @param size most ledgers of a range
   */
  public static List<LedgerSpan> missing(
      LedgerSpan wanted, List<List<LedgerSpan>> standing, long size) {
    TreeSet<Long> begins = new TreeSet<>(List.of(wanted.first()));
    for (List<LedgerSpan> part : standing) {
      for (LedgerSpan range : part) {
        begins.add(range.first());
        begins.add(range.last() + 1);
      }
    }
    List<LedgerSpan> ranges = new ArrayList<>();
    for (long first : begins.subSet(wanted.first(), true, wanted.last(), true)) {
      Long next = begins.higher(first);
      long last = next == null ? wanted.last() : Math.min(wanted.last(), next - 1);
      if (!isEverywhere(new LedgerSpan(first, last), standing)) {
        cut(first, last, size, ranges);
      }
    }
    return ranges;
  }

  private static boolean isEverywhere(LedgerSpan piece, List<List<LedgerSpan>> standing) {
    return standing.stream()
        .allMatch(part -> part.stream().anyMatch(range -> range.overlaps(piece)));
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
