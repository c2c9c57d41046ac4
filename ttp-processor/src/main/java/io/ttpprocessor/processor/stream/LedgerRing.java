package io.ttpprocessor.processor.stream;

import io.ttpprocessor.processor.pipeline.SharedLedger;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest ledgers, consecutive, as many as there is room for: the oldest makes room for the
 * next, and the newest is always kept. Thread-safe.
 */
final class LedgerRing {
  private static final class Entry {
    private final SharedLedger ledger;
    private long bytes;

    private Entry(SharedLedger ledger) {
      this.ledger = ledger;
      this.bytes = ledger.byteCount();
    }
  }

  private final long limit;

  /** Some hundreds at most: what is taken out at the front costs nothing beside a ledger. */
  private final List<Entry> entries = new ArrayList<>();

  private long next;
  private long bytes;

  /**
   * An empty ring.
   *
   * @param first sequence of the ledger that comes first
   * @param limit most bytes, beside those of the newest ledger
   */
  LedgerRing(long first, long limit) {
    this.next = first;
    this.limit = limit;
  }

  /** Adds the ledger that {@link #next} names. */
  synchronized void add(SharedLedger ledger) {
    if (ledger.sequence() != next) {
      throw new IllegalArgumentException("ledger " + ledger.sequence() + " is not " + next);
    }
    next++;
    entries.add(new Entry(ledger));
    bytes += ledger.byteCount();
    makeRoom();
  }

  /** Counts what a ledger has come to hold, if it still is here. */
  synchronized void grow(long sequence, long byteCount) {
    if (has(sequence)) {
      entry(sequence).bytes += byteCount;
      bytes += byteCount;
      makeRoom();
    }
  }

  /** The ledger, or null when it is not here, any more or yet. */
  synchronized SharedLedger get(long sequence) {
    return has(sequence) ? entry(sequence).ledger : null;
  }

  /** Sequence of the oldest ledger; that of the next where there is none. */
  synchronized long oldest() {
    return next - entries.size();
  }

  /** Sequence of the ledger that is added next. */
  synchronized long next() {
    return next;
  }

  /** How many ledgers there are. */
  synchronized int size() {
    return entries.size();
  }

  /** About how many bytes they hold. */
  synchronized long bytes() {
    return bytes;
  }

  private boolean has(long sequence) {
    return sequence >= oldest() && sequence < next;
  }

  private Entry entry(long sequence) {
    return entries.get((int) (sequence - oldest()));
  }

  private void makeRoom() {
    while (bytes > limit && entries.size() > 1) {
      bytes -= entries.remove(0).bytes;
    }
  }
}
