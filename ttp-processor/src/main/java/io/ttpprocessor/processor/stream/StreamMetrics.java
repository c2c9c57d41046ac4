package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.LastError;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What all subscriptions together have done since the start. Thread-safe. */
public final class StreamMetrics {
  private final LongAdder ledgersDelivered = new LongAdder();
  private final LastError lastError;
  private final LongAdder streamsFailed = new LongAdder();
  private final LongAdder eventsDelivered = new LongAdder();
  private final AtomicLong lastLedger = new AtomicLong();
  private final AtomicLong lastNanoseconds = new AtomicLong();
  private final AtomicLong latestLedger = new AtomicLong();
  private volatile LongConsumer extractionTimes = nanoseconds -> {};

  /** All counters at 0; times are {@code clock}'s. */
  public StreamMetrics(Clock clock) {
    this.lastError = new LastError(clock);
  }

  /** Has each delivered ledger's extraction time told, in nanoseconds. */
  public void timeExtractionBy(LongConsumer consumer) {
    extractionTimes = consumer;
  }

  void delivered(ExtractedLedger ledger) {
    ledgersDelivered.increment();
    eventsDelivered.add(ledger.eventCount());
    lastLedger.set(ledger.sequence());
    lastNanoseconds.set(ledger.nanoseconds());
    latestLedger.accumulateAndGet(Math.max(ledger.sequence(), ledger.latestLedger()), Math::max);
    extractionTimes.accept(ledger.nanoseconds());
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

  /** Newest ledger that the source told of; 0 before the first. */
  public long latestLedger() {
    return latestLedger.get();
  }

  /** How long the extraction of that ledger took. */
  public long lastNanoseconds() {
    return lastNanoseconds.get();
  }
}
