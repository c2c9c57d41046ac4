package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The health of all pipelines of a process: as well as the one that is worst. With one pipeline the
 * figures are its own; with several they are sums, the last ledgers those of the pipeline that is
 * furthest behind, and each pipeline's own follow under {@code pipelines}. Thread-safe.
 */
final class ConsumerHealth implements HealthReport {
  private static final List<String> SUMS =
      List.of(
          "events_processed",
          "events_inserted",
          "events_failed",
          "ledgers_processed",
          "stream_retries",
          "database_retries");

  private final List<ConsumerStatus> statuses = new CopyOnWriteArrayList<>();
  private final long maxLag;

  /**
   * @param maxLag how many ledgers a live pipeline may be behind the network; 0 for any number
   */
  ConsumerHealth(long maxLag) {
    this.maxLag = maxLag;
  }

  /** The status of a further pipeline. */
  ConsumerStatus add(String pipeline) {
    ConsumerStatus status = new ConsumerStatus(pipeline, maxLag);
    statuses.add(status);
    return status;
  }

  /** The status of each pipeline. */
  List<ConsumerStatus> statuses() {
    return statuses;
  }

  @Override
  public Health snapshot() {
    if (statuses.size() == 1) {
      return statuses.get(0).snapshot();
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    Map<String, Object> pipelines = new LinkedHashMap<>();
    HealthStatus worst = HealthStatus.HEALTHY;
    for (ConsumerStatus status : statuses) {
      Health health = status.snapshot();
      if (health.status().compareTo(worst) > 0) {
        worst = health.status();
        metrics.put("reason", status.pipeline() + ": " + health.metrics().get("reason"));
      }
      pipelines.put(status.pipeline(), health.metrics());
      SUMS.forEach(name -> metrics.merge(name, number(health, name), ConsumerHealth::sum));
      metrics.merge("last_ledger", number(health, "last_ledger"), ConsumerHealth::least);
      metrics.merge("latest_ledger", number(health, "latest_ledger"), ConsumerHealth::greatest);
    }
    metrics.put("pipelines", pipelines);
    return new Health(worst, metrics);
  }

  private static Object number(Health health, String name) {
    return ((Number) health.metrics().get(name)).longValue();
  }

  private static Object sum(Object one, Object other) {
    return (long) one + (long) other;
  }

  private static Object least(Object one, Object other) {
    return Math.min((long) one, (long) other);
  }

  private static Object greatest(Object one, Object other) {
    return Math.max((long) one, (long) other);
  }
}
