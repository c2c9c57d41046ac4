package io.ttpprocessor.backfill.range;

import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Holds ranges against each other: that they cover what was wanted, are of one kind, and that each
 * begins with the ledger which names the last hash of the range before.
 */
public final class RangesCheck {
  private RangesCheck() {}

  /**
   * Checks what stands in a target, its neighbours before and after included.
   *
   * @throws RangesException when a ledger is missing, or two ranges do not join; the message names
   *     the ledgers
   */
  public static void whole(RangeTarget target, LedgerSpan wanted)
      throws IOException, RangesException {
    long before = Math.max(1, wanted.first() - 1);
    long after = Math.min(wanted.last() + 1, LedgerRange.MAX_SEQUENCE);
    for (StandingRanges standing : target.standing(new LedgerSpan(before, after))) {
      joined(standing.ranges());
      List<LedgerSpan> missing = wanted.without(standing.spans());
      if (!missing.isEmpty()) {
        throw new RangesException(missing + " are not in " + standing.place());
      }
    }
  }

  /** Checks that those of the ranges which follow each other do join. */
  static void joined(List<StandingRange> standing) throws RangesException {
    for (int i = 1; i < standing.size(); i++) {
      StandingRange one = standing.get(i - 1);
      StandingRange next = standing.get(i);
      if (next.span().first() <= one.span().last()) {
        throw new RangesException(
            "the ranges of "
                + one.span()
                + " and of "
                + next.span()
                + " overlap: remove the report and the files of one of them");
      }
      if (!one.kind().equals(next.kind())) {
        throw new RangesException(
            String.format(
                "%s are of %s, but %s of %s", one.span(), one.kind(), next.span(), next.kind()));
      }
      Optional<String> broken = one.breakBefore(next);
      if (broken.isPresent()) {
        throw new RangesException(broken.get());
      }
    }
  }
}
