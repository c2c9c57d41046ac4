package io.ttpprocessor.rpc.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** What has become of the requests since the service started. Thread-safe. */
public final class RequestStatistics {
  private final Clock clock;
  private final Map<String, Long> errors = new TreeMap<>();
  private volatile LongConsumer answerTimes = nanoseconds -> {};
  private long successes;
  private long latencyNanos;
  private long upNanos;
  private long downNanos;
  private long changedAtNanos = System.nanoTime();
  private boolean up;
  private String lastError = "";
  private Instant lastErrorTime = Instant.EPOCH;

  /** Statistics whose times are {@code clock}'s. */
  public RequestStatistics(Clock clock) {
    this.clock = clock;
  }

  /** Has the time to each answer told, in nanoseconds. */
  public void timeAnswersBy(LongConsumer consumer) {
    answerTimes = consumer;
  }

  synchronized void succeeded(long nanos) {
    answerTimes.accept(nanos);
    settle();
    up = true;
    successes++;
    latencyNanos += nanos;
  }

  synchronized void failed(RpcException failure) {
    if (failure.fault() == RpcFault.BAD_RANGE) {
      // How the server says "not yet": nothing is wrong with it.
      return;
    }
    settle();
    up = false;
    errors.merge(failure.fault().label(), 1L, Long::sum);
    lastError = failure.getMessage();
    lastErrorTime = clock.instant();
  }

  /** Whether there has been an answer, and the last request had one. */
  public synchronized boolean isUp() {
    return up;
  }

  /** The last failure's message; empty when there was none. */
  public synchronized String lastError() {
    return lastError;
  }

  /** The figures by name, for the health page; times as Go writes them. */
  public synchronized Map<String, Object> figures() {
    settle();
    long failures = errors.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("success_count", successes);
    figures.put("error_count", failures);
    figures.put("error_types", new TreeMap<>(errors));
    figures.put("total_latency", text(latencyNanos));
    figures.put("average_latency", text(successes == 0 ? 0 : latencyNanos / successes));
    figures.put("uptime_percent", 100.0 * upNanos / Math.max(1, upNanos + downNanos));
    if (!lastError.isEmpty()) {
      figures.put("last_error", lastError);
      figures.put("last_error_time", lastErrorTime.toString());
    }
    return figures;
  }

  /** Gives the time since the last change to what was the case. */
  private void settle() {
    long now = System.nanoTime();
    if (up) {
      upNanos += now - changedAtNanos;
    } else {
      downNanos += now - changedAtNanos;
    }
    changedAtNanos = now;
  }

  private static String text(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + "ms";
  }
}
