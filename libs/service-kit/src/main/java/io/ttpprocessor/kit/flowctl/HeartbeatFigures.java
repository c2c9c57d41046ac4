package io.ttpprocessor.kit.flowctl;

import io.ttpprocessor.kit.observe.HealthReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a heartbeat tells: figures of the service's health page, by the names that the original
 * tells them by. One that the page does not have now, or that is no number, is left out.
 */
public final class HeartbeatFigures implements Supplier<Map<String, Double>> {
  private final HealthReport report;
  private final Map<String, String> pageNames = new LinkedHashMap<>();
  private final Map<String, DoubleSupplier> others = new LinkedHashMap<>();

  /** No figures yet of this report. */
  public HeartbeatFigures(HealthReport report) {
    this.report = report;
  }

  /** Adds figures that have the same names on the health page. */
  public HeartbeatFigures with(String... names) {
    for (String name : names) {
      pageNames.put(name, name);
    }
    return this;
  }

  /** Adds a figure that the health page calls otherwise. */
  public HeartbeatFigures as(String name, String pageName) {
    pageNames.put(name, pageName);
    return this;
  }

  /** Adds a figure that the health page does not tell as a number. */
  public HeartbeatFigures and(String name, DoubleSupplier value) {
    others.put(name, value);
    return this;
  }

  @Override
  public Map<String, Double> get() {
    Map<String, Object> page = report.snapshot().metrics();
    Map<String, Double> figures = new LinkedHashMap<>();
    pageNames.forEach(
        (name, pageName) -> {
          if (page.get(pageName) instanceof Number number) {
            figures.put(name, number.doubleValue());
          }
        });
    others.forEach((name, value) -> figures.put(name, value.getAsDouble()));
    return figures;
  }
}
