package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.LastError;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all subscriptions together have done since the start. Thread-safe. */
public final class StreamMetrics {
  private final LongAdder ledgersDelivered = new LongAdder();
  private final LastError lastError;
  private final LongAdder streamsFailed = new LongAdder();
  private final LongAdder eventsDelivered = new LongAdder();
  private final AtomicLong lastLedger = new AtomicLong();
  private final AtomicLong lastNanoseconds = new AtomicLong();

  /** All counters at 0; times are {@code clock}'s. */
  public StreamMetrics(Clock clock) {
    this.lastError = new LastError(clock);
  }

  void delivered(long sequence, int events, long nanoseconds) {
    ledgersDelivered.increment();
    eventsDelivered.add(events);
    lastLedger.set(sequence);
    lastNanoseconds.set(nanoseconds);
  }

  void failed(Status status) {
    streamsFailed.increment();
    lastError.set(status.getCode() + ": " + status.getDescription());
  }

  /** Ledgers whose messages have all been handed to the transport; once for each subscription. */
  public long ledgersDelivered() {
    return ledgersDelivered.sum();
  }

  /**
   * Streams that ended with an error of ours or of the source, not by a client's will or request.
   */
  public long streamsFailed() {
    return streamsFailed.sum();
  }

  /** With what the last of them ended: code and description. */
  public LastError lastError() {
    return lastError;
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
