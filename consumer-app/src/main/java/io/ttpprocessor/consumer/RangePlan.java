package io.ttpprocessor.consumer;

import io.ttpprocessor.store.Cursor;
import java.util.Optional;

/**
 * What is left to read of a range that was asked for, given what is stored.
 *
 * @param after what the stream goes on from; empty to begin at {@code first}
 * @param first the first ledger to read; 0: the source's latest
 * @param last the last ledger to read, inclusive; 0: live, without an end
 */
record RangePlan(Optional<Cursor> after, long first, long last) {
  /** A plan for a store that is empty, or for no store at all. */
  static RangePlan from(long start, long end) {
    return new RangePlan(Optional.empty(), start, end);
  }

  /**
   * The plan for {@code start} to {@code end}, both inclusive, where {@code cursor} says what is
   * stored. Start 0 goes on from the cursor; ledgers that are stored are passed over.
   *
   * @throws ConsumerException when the range would leave a hole between itself and what is stored
   */
  static RangePlan of(long start, long end, Optional<Cursor> cursor) throws ConsumerException {
    if (cursor.isEmpty()) {
      return from(start, end);
    }
    Cursor stored = cursor.get();
    long next = stored.ledgerSequence() + 1;
    if (start > next) {
      throw new ConsumerException(
          String.format(
              "starting at ledger %d would leave a hole: ledgers %d to %d are stored."
                  + " Start at %d, or at 0 to go on from there",
              start, stored.firstLedger(), stored.ledgerSequence(), next));
    }
    if (start != 0 && start < stored.firstLedger()) {
      throw new ConsumerException(
          String.format(
              "ledger %d comes before the first one stored: ledgers %d to %d are stored, and"
                  + " earlier ones are for the command fill, or a backfill",
              start, stored.firstLedger(), stored.ledgerSequence()));
    }
    return new RangePlan(cursor, next, end);
  }

  /** The plan in words, for the log. */
  @Override
  public String toString() {
    String from = first == 0 ? "the source's latest ledger" : "ledger " + first;
    return live() ? "from " + from + ", without an end" : from + " to ledger " + last;
  }

  boolean live() {
    return last == 0;
  }

  /** Whether nothing is left to read: all of the range is stored. */
  boolean done() {
    return !live() && after.isPresent() && first > last;
  }
}
