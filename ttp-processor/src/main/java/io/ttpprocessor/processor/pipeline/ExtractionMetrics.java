package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.event.CrossCheck;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.verify.BalanceCheck;
import io.ttpprocessor.extract.verify.CheckedLedger;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * What extraction has found in ledgers beside their events. A ledger counts each time that it is
 * extracted, for whatever stream. Thread-safe.
 */
public final class ExtractionMetrics {
  private final LongAdder ledgers = new LongAdder();
  private volatile LongConsumer times = nanoseconds -> {};
  private final Map<SkipReason, LongAdder> skipped = new EnumMap<>(SkipReason.class);
  private final LongAdder compared = new LongAdder();
  private final LongAdder notComparable = new LongAdder();
  private final AtomicReference<String> firstObstacle = new AtomicReference<>("");
  private final LongAdder differences = new LongAdder();
  private final AtomicReference<String> firstDifference = new AtomicReference<>("");
  private final LongAdder verified = new LongAdder();
  private final LongAdder unbalanced = new LongAdder();
  private final AtomicReference<String> firstImbalance = new AtomicReference<>("");

  /** All counters at 0. */
  public ExtractionMetrics() {
    for (SkipReason reason : SkipReason.values()) {
      skipped.put(reason, new LongAdder());
    }
  }

  /** Has each extraction's time told, in nanoseconds. */
  public void timeBy(LongConsumer consumer) {
    times = consumer;
  }

  void took(long nanoseconds) {
    times.accept(nanoseconds);
  }

  /** Counts an extracted ledger. */
  public void add(CheckedLedger checked) {
    ledgers.increment();
    LedgerEvents ledger = checked.events();
    for (SkippedEvent event : ledger.skipped()) {
      skipped.get(event.reason()).increment();
    }
    if (ledger.crossCheck() != null) {
      add(ledger.sequence(), ledger.crossCheck());
    }
    if (checked.balances() != null) {
      add(checked.balances());
    }
  }

  private void add(long sequence, CrossCheck crossCheck) {
    (crossCheck.isCompared() ? compared : notComparable).increment();
    if (!crossCheck.isCompared()) {
      firstObstacle.compareAndSet("", crossCheck.obstacle());
    }
    if (!crossCheck.differences().isEmpty()) {
      differences.add(crossCheck.differences().size());
      firstDifference.compareAndSet(
          "", "ledger " + sequence + ", " + crossCheck.differences().get(0));
    }
  }

  private void add(BalanceCheck balances) {
    verified.increment();
    if (!balances.isBalanced()) {
      unbalanced.increment();
      firstImbalance.compareAndSet("", balances.firstFault());
    }
  }

  /** Ledgers extracted, each as often as it was. */
  public long ledgers() {
    return ledgers.sum();
  }

  /**
   * How many events with a token event's name are none, by the reason's name in small letters;
   * every reason is there.
   */
  public Map<String, Long> skippedEvents() {
    Map<String, Long> counts = new LinkedHashMap<>();
    skipped.forEach((reason, count) -> counts.put(name(reason), count.sum()));
    return counts;
  }

  /** Ledgers whose derived events were compared with the network's own. */
  public long comparedLedgers() {
    return compared.sum();
  }

  /** Ledgers that were to be compared but do not carry the network's events, or not soundly. */
  public long notComparableLedgers() {
    return notComparable.sum();
  }

  /** Why the first of them was not compared, with its place; empty while there is none. */
  public String firstObstacle() {
    return firstObstacle.get();
  }

  /** Events that differ, of all compared ledgers. */
  public long eventDifferences() {
    return differences.sum();
  }

  /** The difference of events that was found first, with its ledger; empty while there is none. */
  public String firstEventDifference() {
    return firstDifference.get();
  }

  /** Ledgers whose events have been held against the changes of balances. */
  public long ledgersVerified() {
    return verified.sum();
  }

  /** Ledgers among them with a difference, or whose changes of balances cannot be read. */
  public long ledgersUnbalanced() {
    return unbalanced.sum();
  }

  /** The difference of balances, or the reason, that was found first; empty while there is none. */
  public String firstBalanceDifference() {
    return firstImbalance.get();
  }

  /** A reason's name as metrics and reports have it. */
  public static String name(SkipReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
