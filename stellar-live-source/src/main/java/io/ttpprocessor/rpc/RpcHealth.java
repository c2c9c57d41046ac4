package io.ttpprocessor.rpc;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.rpc.client.RequestStatistics;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The service's health under the names of the original: unhealthy until a server has answered and
 * while the circuit breaker is open, degraded while requests fail and for five minutes after a
 * stream failed, healthy otherwise. It asks nobody.
 */
final class RpcHealth implements HealthReport {

  private final Clock clock;
  private final RpcLedgerSource source;
  private final RpcTip tip;
  private final Endpoints endpoints;
  private final FaultPolicy faults;
  private final RequestStatistics requests;
  private final StreamStatistics streams;

  /** What there is to tell of; {@code streams} is what is served of {@code source}. */
  RpcHealth(
      Clock clock, RpcLedgerSource source, RequestStatistics requests, StreamStatistics streams) {
    this.clock = clock;
    this.source = source;
    this.tip = source.tip();
    this.endpoints = source.endpoints();
    this.faults = source.faults();
    this.requests = requests;
    this.streams = streams;
  }

  @Override
  public Health snapshot() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    HealthStatus status = status(metrics);
    metrics.putAll(faults.figures());
    metrics.putAll(requests.figures());
    putStreams(metrics, streams.figures());
    metrics.put("prefetch_depth", source.pagesReadAhead());
    LedgerWindow window = tip.window();
    metrics.put("latest_ledger", window.latest());
    metrics.put("oldest_ledger", window.oldest());
    tip.closeTime()
        .ifPresent(
            seconds -> metrics.put("lag_seconds", clock.instant().getEpochSecond() - seconds));
    metrics.put("protocol", endpoints.protocol());
    metrics.put("network", endpoints.passphrase().orElse(""));
    metrics.put("endpoint", endpoints.current().toString());
    return new Health(status, metrics);
  }

  private HealthStatus status(Map<String, Object> metrics) {
    if (endpoints.protocol() == 0 || faults.isBreakerOpen()) {
      metrics.put("reason", requests.lastError());
      return HealthStatus.UNHEALTHY;
    }
    Optional<String> trouble =
        faults
            .trouble()
            .or(() -> requests.isUp() ? Optional.empty() : Optional.of(requests.lastError()))
            .or(streams::recentError);
    trouble.ifPresent(message -> metrics.put("reason", message));
    return trouble.isPresent() ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
  }

  /** The streams' figures, by the original's names where it has some. */
  private void putStreams(Map<String, Object> metrics, Map<String, Object> figures) {
    long lastSent = (Long) figures.get("last_ledger_sent");
    metrics.put("total_processed", figures.get("ledgers_sent"));
    metrics.put("total_bytes", figures.get("bytes_sent"));
    metrics.put("last_sequence", lastSent);
    metrics.put("streams_open", figures.get("streams_open"));
    metrics.put("streams_served", figures.get("streams_served"));
    metrics.put("stream_errors", figures.get("error_types"));
    if (lastSent > 0) {
      metrics.put("lag_ledgers", Math.max(0, tip.window().latest() - lastSent));
    }
  }
}
