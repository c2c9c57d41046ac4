package io.ttpprocessor.consumer;

import io.ttpprocessor.protos.v1.LedgerEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Hands ledgers from the thread that reads them to the one that stores them, as many at once as
 * have come: one while the reader waits for the network's next ledger, many while it is behind. A
 * full batcher makes the reader wait, so memory is bounded. Thread-safe.
 */
final class LedgerBatcher {
  private final int maxLedgers;
  private final long maxBytes;
  private final Deque<LedgerEvents> ledgers = new ArrayDeque<>();
  private long bytes;
  private boolean finished;

  /**
   * @param maxLedgers most ledgers of a batch
   * @param maxBytes most serialized bytes of a batch; a ledger larger than that is one by itself
   */
  LedgerBatcher(int maxLedgers, long maxBytes) {
    this.maxLedgers = maxLedgers;
    this.maxBytes = maxBytes;
  }

  /** Adds a ledger to the next batch, once there is room. */
  synchronized void put(LedgerEvents ledger) throws InterruptedException {
    while (!hasRoom(ledger)) {
      wait();
    }
    ledgers.add(ledger);
    bytes += ledger.getSerializedSize();
    notifyAll();
  }

  private boolean hasRoom(LedgerEvents ledger) {
    return ledgers.isEmpty()
        || ledgers.size() < maxLedgers && bytes + ledger.getSerializedSize() <= maxBytes;
  }

  /** Bytes of the ledgers that have been put and not yet been taken. */
  synchronized long bytes() {
    return bytes;
  }

  /** No more ledgers come; those that have can still be taken. */
  synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** The next batch, once there is a ledger; empty after the last one. */
  synchronized List<LedgerEvents> take() throws InterruptedException {
    while (ledgers.isEmpty() && !finished) {
      wait();
    }
    List<LedgerEvents> batch = new ArrayList<>(ledgers);
    ledgers.clear();
    bytes = 0;
    notifyAll();
    return batch;
  }
}
