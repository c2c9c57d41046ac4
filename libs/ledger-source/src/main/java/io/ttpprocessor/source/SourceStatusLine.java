package io.ttpprocessor.source;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How far a source is, in a line, while anybody is served or anything was since the last. */
public final class SourceStatusLine implements Supplier<Optional<String>> {
  private final HealthReport report;
  private final SourceMeters.Names names;
  private long ledgersBefore;
  private long bytesBefore;

  /** A line from the report's figures, which are called so. */
  public SourceStatusLine(HealthReport report, SourceMeters.Names names) {
    this.report = report;
    this.names = names;
  }

  @Override
  public Optional<String> get() {
    Health health = report.snapshot();
    Map<String, Object> figures = health.metrics();
    long ledgers = number(figures, names.ledgersSent()) - ledgersBefore;
    long bytes = number(figures, names.bytesSent()) - bytesBefore;
    long streams = number(figures, "streams_open");
    if (ledgers == 0 && streams == 0) {
      return Optional.empty();
    }
    ledgersBefore += ledgers;
    bytesBefore += bytes;
    return Optional.of(
        String.format(
            "%s: ledger %d was the last to leave, %d is the newest; %d ledgers and %d bytes since"
                + " the last line, %d streams",
            health.status().text(),
            number(figures, names.lastSent()),
            number(figures, "latest_ledger"),
            ledgers,
            bytes,
            streams));
  }

  /** Some figures are not there all the time. */
  private static long number(Map<String, Object> figures, String name) {
    return figures.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
