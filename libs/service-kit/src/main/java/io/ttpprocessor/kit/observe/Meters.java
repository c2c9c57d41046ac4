package io.ttpprocessor.kit.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

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
  private final Part whole;

  /** The registry would forget a part that nobody else knows. */
  private final List<Part> parts = new CopyOnWriteArrayList<>();

  /** Meters of the JVM, and none yet of the service whose health the report tells. */
  public Meters(HealthReport report) {
    this.whole = new Part(report, Tags.empty());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("ttp.healthy", report, Meters::healthy)
        .description("1 unless the service is unhealthy")
        .strongReference(true)
        .register(registry);
  }

  /** Tells the health page's figure of this name as one that goes up and down. */
  public Meters gauge(String name, String help, String figure) {
    whole.gauge(name, help, figure);
    return this;
  }

  /** Tells a figure that goes up and down and that the health page may not have. */
  public Meters gauge(String name, String help, DoubleSupplier figure) {
    Gauge.builder(name, figure, DoubleSupplier::getAsDouble)
        .description(help)
        .strongReference(true)
        .register(registry);
    return this;
  }

  /** Tells the health page's figure of this name as one that only goes up. */
  public Meters counter(String name, String help, String figure) {
    whole.counter(name, help, figure);
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
              whole,
              part ->
                  part.figures().get(figure) instanceof Map<?, ?> counts
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
    return whole.durations(name, help);
  }

  /** One of several like parts of the service, whose figures bear a label. */
  public Part part(HealthReport report, String label, String value) {
    Part part = new Part(report, Tags.of(label, value));
    parts.add(part);
    return part;
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

  private static double healthy(HealthReport report) {
    try {
      return report.snapshot().status() == HealthStatus.UNHEALTHY ? 0 : 1;
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /** Some figures are not on the page all the time, as before the first ledger. */
  private static double number(Object figure, double absent) {
    if (figure instanceof Number number) {
      return number.doubleValue();
    }
    return figure instanceof Boolean flag ? (flag ? 1 : 0) : absent;
  }

  /** The meters over one report, all with the same labels. */
  public final class Part {
    private final HealthReport report;
    private final Tags tags;
    private Map<String, Object> figures = Map.of();
    private long figuresAtNanos;

    private Part(HealthReport report, Tags tags) {
      this.report = report;
      this.tags = tags;
    }

    /** Tells the report's figure of this name as one that goes up and down. */
    public Part gauge(String name, String help, String figure) {
      Gauge.builder(name, this, part -> number(part.figures().get(figure), Double.NaN))
          .description(help)
          .tags(tags)
          .strongReference(true)
          .register(registry);
      return this;
    }

    /** Tells the report's figure of this name as one that only goes up. */
    public Part counter(String name, String help, String figure) {
      FunctionCounter.builder(name, this, part -> number(part.figures().get(figure), 0))
          .description(help)
          .tags(tags)
          .register(registry);
      return this;
    }

    /** A histogram of durations; what is returned takes each of them, in nanoseconds. */
    public LongConsumer durations(String name, String help) {
      Timer timer =
          Timer.builder(name)
              .description(help)
              .tags(tags)
              .publishPercentileHistogram()
              .minimumExpectedValue(SHORTEST_BUCKET)
              .maximumExpectedValue(LONGEST_BUCKET)
              .register(registry);
      return nanoseconds -> timer.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /** A report that fails has no figures; it must not keep the others from being told. */
    private Map<String, Object> snapshot() {
      try {
        return report.snapshot().metrics();
      } catch (RuntimeException e) {
        return Map.of();
      }
    }

    private synchronized Map<String, Object> figures() {
      long now = System.nanoTime();
      if (figures.isEmpty() || now - figuresAtNanos > SNAPSHOT_AGE.toNanos()) {
        figures = snapshot();
        figuresAtNanos = now;
      }
      return figures;
    }
  }
}
