package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the events that the generator meant its operations to cause. It knows nothing of the
 * extractor, so equal counts are evidence.
 */
public final class EventTally {
  private final Map<EventKind, Total> totals = new EnumMap<>(EventKind.class);

  /** A tally of nothing. */
  public EventTally() {
    for (EventKind kind : EventKind.values()) {
      totals.put(kind, new Total(0, BigInteger.ZERO));
    }
  }

  /**
   * How many events, and the sum of their amounts in the smallest units of whatever assets they
   * move; fee refunds count as fees with negative amounts.
   */
  public record Total(long count, BigInteger amount) {
    Total plus(Total other) {
      return new Total(count + other.count, amount.add(other.amount));
    }
  }

  void add(EventKind kind, long amount) {
    add(kind, BigInteger.valueOf(amount));
  }

  void add(EventKind kind, BigInteger amount) {
    totals.merge(kind, new Total(1, amount), Total::plus);
  }

  void addAll(EventTally other) {
    other.totals.forEach((kind, total) -> totals.merge(kind, total, Total::plus));
  }

  /** The count and the sum of one kind. */
  public Total total(EventKind kind) {
    return totals.get(kind);
  }

  /** How many events of all kinds. */
  public long count() {
    return totals.values().stream().mapToLong(Total::count).sum();
  }
}
