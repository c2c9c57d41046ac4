package io.ttpprocessor.processor.stream;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all subscriptions together have done since the start. Thread-safe. */
public final class StreamMetrics {
  private final LongAdder ledgersDelivered = new LongAdder();
  private final LongAdder streamsFailed = new LongAdder();
  private final LongAdder eventsDelivered = new LongAdder();
  private final AtomicLong lastLedger = new AtomicLong();
  private final AtomicLong lastNanoseconds = new AtomicLong();

  void delivered(long sequence, int events, long nanoseconds) {
    ledgersDelivered.increment();
    eventsDelivered.add(events);
    lastLedger.set(sequence);
    lastNanoseconds.set(nanoseconds);
  }

  void failed() {
    streamsFailed.increment();
  }

  /** Ledgers whose messages have all been handed to the transport; once for each subscription. */
  public long ledgersDelivered() {
    return ledgersDelivered.sum();
  }

  /** Streams that ended with an error of ours or of the source, not by a client's will. */
  public long streamsFailed() {
    return streamsFailed.sum();
  }

  /** Events of the delivered ledgers. */
  public long eventsDelivered() {
    return eventsDelivered.sum();
  }

  /** Sequence of the ledger delivered last; 0 before the first. */
  public long lastLedger() {
    return lastLedger.get();
  }

  /** How long the extraction of that ledger took. */
  public long lastNanoseconds() {
    return lastNanoseconds.get();
  }
}
