package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A place that ranges are loaded into. Each method throws {@link RangeRefusedException} for what
 * the next try would meet too, and another IOException for what may pass. Used by one thread.
 */
public interface RangeTarget extends AutoCloseable {
  /** Makes the place ready, before a job begins. */
  default void prepare() throws IOException {
    // Most places are.
  }

  /**
   * The ranges that stand and of which a ledger lies in {@code span}, apart for each part of the
   * place that can be filled without the others.
   *
   * @throws IOException when the place cannot be asked, or what it says cannot be understood
   */
  List<StandingRanges> standing(LedgerSpan span) throws IOException;

  /**
   * Looks whether ranges can be loaded at all, before the first of them is.
   *
   * @param ranges what does not stand
   * @param parallelism how many of them are loaded at a time, if there are so many
   */
  default void admit(List<LedgerSpan> ranges, int parallelism) throws IOException {
    // Most places take any.
  }

  /**
   * Which of {@code products} a range is to be loaded for: those for which it does not stand;
   * nothing of it is there for them.
   */
  List<EventProduct> lacking(LedgerSpan span, List<EventProduct> products) throws IOException;

  /**
   * Removes what jobs that were killed have left of ranges that do not stand, within {@code span}.
   * A range that somebody else is loading meanwhile then fails there and does not stand, or fails
   * the check of that job as a whole.
   *
   * @return how many objects, or loads, were removed
   */
  int discardUnfinished(LedgerSpan span) throws IOException;

  /** Begins a range, of which {@code products} are wanted. */
  RangeSink open(LedgerSpan span, List<EventProduct> products) throws IOException;

  /** How many rows each table has of the ranges of which a ledger lies in {@code span}. */
  Map<String, Long> rows(LedgerSpan span) throws IOException;

  /** The kind of the ranges that a job with these options makes here, as ranges that stand. */
  String kindOf(LoadOptions options);

  /** The argument or variable that says which place it is, for messages. */
  String setting();

  /** The place, for messages. */
  String description();

  @Override
  void close();
}
