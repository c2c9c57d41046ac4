package io.ttpprocessor.consumer.page;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast a pipeline was in the last minutes: a sample a second, each the mean of the five seconds
 * before it, since batches come at once. Thread-safe.
 */
final class RateHistory {
  /** Samples kept: five minutes of them. */
  static final int LENGTH = 300;

  /** Seconds that a rate is the mean of. */
  static final int WINDOW = 5;

  private final Deque<Counts> recent = new ArrayDeque<>();
  private final Deque<Rates> samples = new ArrayDeque<>();

  /**
   * Counters at one moment.
   *
   * @param nanos {@link System#nanoTime}, by which rates are measured
   * @param lag in ledgers; null while it is not known
   */
  record Counts(Instant time, long nanos, long ledgers, long events, Long lag) {}

  /** A sample; rates are for each second, null while there is nothing to compare with. */
  record Rates(Instant time, Double ledgers, Double events, Long lag) {}

  /** Adds a sample and returns it. */
  synchronized Rates add(Counts now) {
    Counts before = recent.peekFirst();
    recent.addLast(now);
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
    Rates rates =
        before == null
            ? new Rates(now.time(), null, null, now.lag())
            : new Rates(
                now.time(),
                rate(now.ledgers() - before.ledgers(), now.nanos() - before.nanos()),
                rate(now.events() - before.events(), now.nanos() - before.nanos()),
                now.lag());
    samples.addLast(rates);
    if (samples.size() > LENGTH) {
      samples.removeFirst();
    }
    return rates;
  }

  private static double rate(long count, long nanos) {
    double perSecond = count * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos);
    return Math.round(perSecond * 10) / 10.0;
  }

  /** All samples as lists, oldest first, as the charts want them. */
  synchronized Map<String, Object> lists() {
    List<Long> times = new ArrayList<>();
    List<Double> ledgers = new ArrayList<>();
    List<Double> events = new ArrayList<>();
    List<Long> lags = new ArrayList<>();
    for (Rates rates : samples) {
      times.add(rates.time().getEpochSecond());
      ledgers.add(rates.ledgers());
      events.add(rates.events());
      lags.add(rates.lag());
    }
    Map<String, Object> lists = new LinkedHashMap<>();
    lists.put("times", times);
    lists.put("ledgers", ledgers);
    lists.put("events", events);
    lists.put("lag", lags);
    return lists;
  }
}
