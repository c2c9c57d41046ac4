package io.ttpprocessor.backfill.range;

import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.List;

/**
 * Holds ranges against each other: that they cover what was wanted, are of one kind, and that each
 * begins with the ledger which names the last hash of the range before.
 */
public final class RangesCheck {
  private RangesCheck() {}

  /**
   * Checks what stands in a target, its neighbours before and after included.
   *
   * @return the ranges that cover {@code wanted}, in order
   * @throws RangesException when a ledger is missing, or two ranges do not join; the message names
   *     the ledgers
   */
  public static List<RangeReport> whole(RangeTarget target, LedgerSpan wanted)
      throws IOException, RangesException {
    long before = Math.max(1, wanted.first() - 1);
    List<RangeReport> standing =
        target.standing(
            new LedgerSpan(before, Math.min(wanted.last() + 1, LedgerRange.MAX_SEQUENCE)));
    joined(standing);
    List<LedgerSpan> missing =
        RangePlan.missing(
            wanted, standing.stream().map(RangeReport::span).toList(), Long.MAX_VALUE);
    if (!missing.isEmpty()) {
      throw new RangesException(missing + " are not in " + target.description());
    }
    return standing.stream().filter(report -> report.span().overlaps(wanted)).toList();
  }

  /** Checks that those of the ranges which follow each other do join. */
  static void joined(List<RangeReport> standing) throws RangesException {
    for (int i = 1; i < standing.size(); i++) {
      RangeReport one = standing.get(i - 1);
      RangeReport next = standing.get(i);
      if (next.firstLedger() <= one.lastLedger()) {
        throw new RangesException(
            "the ranges of " + one.span() + " and of " + next.span() + " overlap");
      }
      if (!one.kind().equals(next.kind())) {
        throw new RangesException(
            String.format(
                "%s are of %s, but %s of %s", one.span(), one.kind(), next.span(), next.kind()));
      }
      if (next.firstLedger() == one.lastLedger() + 1
          && !next.firstPreviousHash().equals(one.lastHash())) {
        throw new RangesException(
            String.format(
                "ledger %d names the previous hash %s, but ledger %d, the last of a range (%s),"
                    + " has the hash %s",
                next.firstLedger(),
                next.firstPreviousHash(),
                one.lastLedger(),
                one.span(),
                one.lastHash()));
      }
    }
  }
}
