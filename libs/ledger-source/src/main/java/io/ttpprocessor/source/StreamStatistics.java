package io.ttpprocessor.source;

import io.ttpprocessor.kit.observe.LastError;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What a raw-ledger service has done since it started. Thread-safe. */
public final class StreamStatistics {
  private final Map<SourceException.Kind, Long> errors = new EnumMap<>(SourceException.Kind.class);
  private final LastError lastError;
  private volatile LongConsumer waitTimes = nanoseconds -> {};
  private int streamsOpen;
  private long streamsServed;
  private long ledgersSent;
  private long bytesSent;
  private long lastLedgerSent;

  /** Statistics whose times are {@code clock}'s. */
  public StreamStatistics(Clock clock) {
    this.lastError = new LastError(clock);
  }

  /** Has told, in nanoseconds, how long a stream waits for its client before each ledger. */
  public void timeWaitsBy(LongConsumer consumer) {
    waitTimes = consumer;
  }

  void waitedForClient(long nanoseconds) {
    waitTimes.accept(nanoseconds);
  }

  synchronized void streamOpened() {
    streamsOpen++;
    streamsServed++;
  }

  synchronized void streamClosed() {
    streamsOpen--;
  }

  synchronized void ledgerSent(long sequence, int bytes) {
    ledgersSent++;
    bytesSent += bytes;
    lastLedgerSent = sequence;
  }

  synchronized void failed(SourceException failure) {
    errors.merge(failure.kind(), 1L, Long::sum);
    lastError.set(failure.getMessage());
  }

  /** How many streams are open now. */
  public synchronized int streamsOpen() {
    return streamsOpen;
  }

  /** The message of the last failure that was not the client's own, while it is recent. */
  public Optional<String> recentError() {
    return lastError.recent();
  }

  /** The figures by name, for the health page. */
  public synchronized Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("last_ledger_sent", lastLedgerSent);
    figures.put("streams_open", streamsOpen);
    figures.put("streams_served", streamsServed);
    figures.put("ledgers_sent", ledgersSent);
    figures.put("bytes_sent", bytesSent);
    Map<String, Long> byKind = new LinkedHashMap<>();
    errors.forEach((kind, count) -> byKind.put(kind.name(), count));
    figures.put("error_count", byKind.values().stream().mapToLong(Long::longValue).sum());
    figures.put("error_types", byKind);
    lastError.addTo(figures);
    return figures;
  }
}
