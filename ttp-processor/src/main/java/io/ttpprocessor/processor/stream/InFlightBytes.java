package io.ttpprocessor.processor.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of ledgers all subscriptions together hold between source and subscriber, and how
 * many they may. Thread-safe.
 */
public final class InFlightBytes {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /** At most {@code limit} bytes, beside one ledger for each subscription that holds none. */
  public InFlightBytes(long limit) {
    this.limit = limit;
  }

  /** Bytes held now. */
  public long held() {
    return held.get();
  }

  boolean hasRoomFor(long bytes) {
    return held.get() + bytes <= limit;
  }

  void add(long bytes) {
    held.addAndGet(bytes);
  }
}
