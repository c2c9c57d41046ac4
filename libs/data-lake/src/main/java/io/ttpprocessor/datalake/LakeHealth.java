package io.ttpprocessor.datalake;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.source.SourceHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** A source's health, with what a lake has to add: how it fetches, and how far streams lag. */
public final class LakeHealth implements HealthReport {
  private static final String LAST_SENT = "last_ledger_sent";

  private final SourceHealth health;
  private final LakeLedgerSource source;

  public LakeHealth(SourceHealth health, LakeLedgerSource source) {
    this.health = health;
    this.source = source;
  }

  @Override
  public Health snapshot() {
    Health general = health.snapshot();
    Map<String, Object> metrics = new LinkedHashMap<>(general.metrics());
    Object lastSent = metrics.get(LAST_SENT);
    if (lastSent instanceof Long && (Long) lastSent > 0) {
      metrics.put("lag_ledgers", Math.max(0, source.latestKnown() - (Long) lastSent));
    }
    source
        .secondsBehindNetwork()
        .ifPresent(seconds -> metrics.put("seconds_since_latest_ledger_closed", seconds));
    metrics.putAll(source.figures());
    return new Health(general.status(), metrics);
  }
}
