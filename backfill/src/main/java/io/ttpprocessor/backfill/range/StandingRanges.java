package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.util.List;

/**
 * What stands in a target, or in the part of one that can be filled without its other parts, such
 * as a table.
 *
 * @param place the target, or its part, for messages
 * @param ranges disjoint and in order
 */
public record StandingRanges(String place, List<StandingRange> ranges) {
  /** The ledgers of each range. */
  public List<LedgerSpan> spans() {
    return ranges.stream().map(StandingRange::span).toList();
  }
}
