package io.ttpprocessor.kit.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What Prometheus is told of a service: figures of its health page, so that the two never differ,
 * durations, and the JVM. Names are given with dots ({@code ttp.source.bytes.sent}) and told with
 * underscores; a counter's ends with {@code _total}. Thread-safe.
 */
public final class Meters implements AutoCloseable {
  /** Longer than a scrape takes, so that all figures of one are of one moment. */
  private static final Duration SNAPSHOT_AGE = Duration.ofMillis(500);

  private static final Duration SHORTEST_BUCKET = Duration.ofMillis(1);
  private static final Duration LONGEST_BUCKET = Duration.ofSeconds(10);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final HealthReport report;
  private Map<String, Object> figures = Map.of();
  private long figuresAtNanos;

  /** Meters of the JVM, and none yet of the service whose health the report tells. */
  public Meters(HealthReport report) {
    this.report = report;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    gauge("ttp.healthy", "1 unless the service is unhealthy", () -> isHealthy() ? 1 : 0);
  }

  /** Tells the health page's figure of this name as one that goes up and down. */
  public Meters gauge(String name, String help, String figure) {
    gauge(name, help, () -> number(figures().get(figure), Double.NaN));
    return this;
  }

  /** Tells the health page's figure of this name as one that only goes up. */
  public Meters counter(String name, String help, String figure) {
    FunctionCounter.builder(name, this, meters -> number(meters.figures().get(figure), 0))
        .description(help)
        .register(registry);
    return this;
  }

  /**
   * Tells the health page's figures of this name, which only go up, each with its own name as the
   * label's value.
   *
   * @param values the names that there are
   */
  public Meters counters(
      String name, String help, String figure, String label, Iterable<String> values) {
    for (String value : values) {
      FunctionCounter.builder(
              name,
              this,
              meters ->
                  meters.figures().get(figure) instanceof Map<?, ?> counts
                      ? number(counts.get(value), 0)
                      : 0)
          .description(help)
          .tag(label, value)
          .register(registry);
    }
    return this;
  }

  /** A histogram of durations; what is returned takes each of them, in nanoseconds. */
  public LongConsumer durations(String name, String help) {
    Timer timer =
        Timer.builder(name)
            .description(help)
            .publishPercentileHistogram()
            .minimumExpectedValue(SHORTEST_BUCKET)
            .maximumExpectedValue(LONGEST_BUCKET)
            .register(registry);
    return nanoseconds -> timer.record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).strongReference(true).register(registry);
  }

  private boolean isHealthy() {
    try {
      return report.snapshot().status() != HealthStatus.UNHEALTHY;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private synchronized Map<String, Object> figures() {
    long now = System.nanoTime();
    if (figures.isEmpty() || now - figuresAtNanos > SNAPSHOT_AGE.toNanos()) {
      figures = report.snapshot().metrics();
      figuresAtNanos = now;
    }
    return figures;
  }

  /** Some figures are not on the page all the time, as before the first ledger. */
  private static double number(Object figure, double absent) {
    if (figure instanceof Number number) {
      return number.doubleValue();
    }
    return figure instanceof Boolean flag ? (flag ? 1 : 0) : absent;
  }
}
