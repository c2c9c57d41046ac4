package io.ttpprocessor.source;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A source's health: unhealthy while its latest ledger cannot be told, degraded while something is
 * being retried and for five minutes after a stream failed, healthy otherwise.
 */
public final class SourceHealth implements HealthReport {
  private final LedgerSource source;
  private final StreamStatistics statistics;
  private final Optional<FaultPolicy> faults;

  /** The health of {@code source}, served with {@code statistics}; it retries nothing. */
  public SourceHealth(LedgerSource source, StreamStatistics statistics) {
    this(source, statistics, Optional.empty());
  }

  /** The health of {@code source}, served with {@code statistics}, which retries by a policy. */
  public SourceHealth(LedgerSource source, StreamStatistics statistics, FaultPolicy faults) {
    this(source, statistics, Optional.of(faults));
  }

  private SourceHealth(
      LedgerSource source, StreamStatistics statistics, Optional<FaultPolicy> faults) {
    this.source = source;
    this.statistics = statistics;
    this.faults = faults;
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
    Optional<String> trouble = faults.flatMap(FaultPolicy::trouble).or(statistics::recentError);
    if (status == HealthStatus.HEALTHY && trouble.isPresent()) {
      status = HealthStatus.DEGRADED;
      metrics.put("reason", trouble.get());
    }
    metrics.putAll(statistics.figures());
    faults.ifPresent(policy -> metrics.putAll(policy.figures()));
    return new Health(status, metrics);
  }
}
