package io.ttpprocessor.source;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A source's health: unhealthy while its latest ledger cannot be told, degraded for five minutes
 * after a stream failed, healthy otherwise.
 */
public final class SourceHealth implements HealthReport {
  private final LedgerSource source;
  private final StreamStatistics statistics;

  /** The health of {@code source}, served with {@code statistics}. */
  public SourceHealth(LedgerSource source, StreamStatistics statistics) {
    this.source = source;
    this.statistics = statistics;
  }

  @Override
  public Health snapshot() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    HealthStatus status = HealthStatus.HEALTHY;
    try {
      metrics.put("latest_ledger", source.latest());
    } catch (SourceException e) {
      status = HealthStatus.UNHEALTHY;
      metrics.put("reason", e.getMessage());
    }
    Optional<String> recentError = statistics.recentError();
    if (status == HealthStatus.HEALTHY && recentError.isPresent()) {
      status = HealthStatus.DEGRADED;
      metrics.put("reason", recentError.get());
    }
    metrics.putAll(statistics.figures());
    return new Health(status, metrics);
  }
}
