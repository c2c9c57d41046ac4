package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.LastError;
import io.ttpprocessor.kit.observe.TipLag;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What all subscriptions together have done since the start. Thread-safe. */
public final class StreamMetrics {
  private final LongAdder ledgersDelivered = new LongAdder();
  private final LastError lastError;
  private final Map<Status.Code, LongAdder> failures = counters();
  private final Map<Status.Code, LongAdder> refusals = counters();
  private final LongAdder cutOff = new LongAdder();
  private final TipLag tip;
  private final LongAdder eventsDelivered = new LongAdder();
  private final AtomicLong lastLedger = new AtomicLong();
  private final AtomicLong lastNanoseconds = new AtomicLong();
  private volatile LongConsumer deliveryTimes = nanoseconds -> {};

  /** All counters at 0; times are {@code clock}'s. */
  public StreamMetrics(Clock clock) {
    this(clock, 0);
  }

  /**
   * All counters at 0.
   *
   * @param clock whose times are taken
   * @param maxLag how many ledgers the live streams may be behind the network; 0 for any number
   */
  public StreamMetrics(Clock clock, long maxLag) {
    this.lastError = new LastError(clock);
    this.tip = new TipLag(clock, maxLag);
  }

  private static Map<Status.Code, LongAdder> counters() {
    Map<Status.Code, LongAdder> counters = new EnumMap<>(Status.Code.class);
    for (Status.Code code : Status.Code.values()) {
      counters.put(code, new LongAdder());
    }
    return counters;
  }

  /** Has told, in nanoseconds, how long each ledger took to be handed to the transport. */
  public void timeDeliveryBy(LongConsumer consumer) {
    deliveryTimes = consumer;
  }

  void delivered(ExtractedLedger ledger, long nanoseconds) {
    deliveryTimes.accept(nanoseconds);
    ledgersDelivered.increment();
    eventsDelivered.add(ledger.eventCount());
    lastLedger.set(ledger.sequence());
    lastNanoseconds.set(ledger.nanoseconds());
  }

  void failed(Status status) {
    failures.get(status.getCode()).increment();
    lastError.set(status.getCode() + ": " + status.getDescription());
  }

  void cutOff() {
    cutOff.increment();
  }

  /** Streams that were ended because their client took nothing. */
  public long cutOffs() {
    return cutOff.sum();
  }

  void refused(Status status) {
    refusals.get(status.getCode()).increment();
  }

  /** How far the ledgers that all live streams share are behind the network. */
  public TipLag tip() {
    return tip;
  }

  /** Ledgers whose messages have all been handed to the transport; once for each subscription. */
  public long ledgersDelivered() {
    return ledgersDelivered.sum();
  }

  /**
   * Streams that ended with an error of ours or of the source, not by a client's will or request.
   */
  public long streamsFailed() {
    return failures.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The same by the code's name; every code is there. */
  public Map<String, Long> failuresByCode() {
    return byName(failures);
  }

  /** Requests that could not be met as they were put, by the code's name; every code is there. */
  public Map<String, Long> refusalsByCode() {
    return byName(refusals);
  }

  private static Map<String, Long> byName(Map<Status.Code, LongAdder> counters) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counters.forEach((code, count) -> counts.put(code.name(), count.sum()));
    return counts;
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
