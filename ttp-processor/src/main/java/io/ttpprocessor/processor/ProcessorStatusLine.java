package io.ttpprocessor.processor;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How far the processor is, in a line, while anybody is served or anything was since the last. */
final class ProcessorStatusLine implements Supplier<Optional<String>> {
  private final HealthReport report;
  private long ledgersBefore;
  private long eventsBefore;

  ProcessorStatusLine(HealthReport report) {
    this.report = report;
  }

  @Override
  public Optional<String> get() {
    Health health = report.snapshot();
    Map<String, Object> figures = health.metrics();
    long ledgers = number(figures, "success_count") - ledgersBefore;
    long events = number(figures, "total_events_emitted") - eventsBefore;
    if (ledgers == 0 && number(figures, "subscribers") == 0) {
      return Optional.empty();
    }
    ledgersBefore += ledgers;
    eventsBefore += events;
    return Optional.of(
        String.format(
            "%s: ledger %d was the last to leave%s; %d ledgers and %d events since the last line,"
                + " %d streams, %d of them live",
            health.status().text(),
            number(figures, "last_processed_ledger"),
            figures.containsKey("lag_ledgers")
                ? ", live " + figures.get("lag_ledgers") + " behind the network"
                : "",
            ledgers,
            events,
            number(figures, "subscribers"),
            number(figures, "live_subscribers")));
  }

  private static long number(Map<String, Object> figures, String name) {
    return ((Number) figures.get(name)).longValue();
  }
}
