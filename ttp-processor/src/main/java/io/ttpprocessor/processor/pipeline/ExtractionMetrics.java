package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.event.CrossCheck;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What extraction has found in ledgers beside their events. A ledger counts each time that it is
 * extracted, for whatever stream. Thread-safe.
 */
public final class ExtractionMetrics {
  private final Map<SkipReason, LongAdder> skipped = new EnumMap<>(SkipReason.class);
  private final LongAdder compared = new LongAdder();
  private final LongAdder notComparable = new LongAdder();
  private final LongAdder differences = new LongAdder();

  /** All counters at 0. */
  public ExtractionMetrics() {
    for (SkipReason reason : SkipReason.values()) {
      skipped.put(reason, new LongAdder());
    }
  }

  /** Counts an extracted ledger. */
  public void add(LedgerEvents ledger) {
    for (SkippedEvent event : ledger.skipped()) {
      skipped.get(event.reason()).increment();
    }
    CrossCheck crossCheck = ledger.crossCheck();
    if (crossCheck == null) {
      return;
    }
    (crossCheck.isCompared() ? compared : notComparable).increment();
    differences.add(crossCheck.differences().size());
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

  /** Events that differ, of all compared ledgers. */
  public long eventDifferences() {
    return differences.sum();
  }

  /** A reason's name as metrics and reports have it. */
  public static String name(SkipReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
