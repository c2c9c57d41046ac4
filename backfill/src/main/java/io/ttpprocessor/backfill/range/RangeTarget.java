package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place that ranges are loaded into. Used by one thread. */
public interface RangeTarget extends AutoCloseable {
  /**
   * The reports of the ranges that stand and of which a ledger lies in {@code span}, in order.
   *
   * @throws IOException when the place cannot be asked, or a report cannot be understood
   */
  List<RangeReport> standing(LedgerSpan span) throws IOException;

  /** The report of a range, if exactly this one stands. */
  Optional<RangeReport> find(LedgerSpan span) throws IOException;

  /**
   * Removes what jobs that were killed have left of ranges that do not stand, within {@code span}.
   * Nobody else may be loading these ledgers.
   *
   * @return how many objects were removed
   */
  int discardUnfinished(LedgerSpan span) throws IOException;

  /** Begins a range. */
  RangeSink open(LedgerSpan span) throws IOException;

  /** The place, for messages. */
  String description();

  @Override
  void close();
}
