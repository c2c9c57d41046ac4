package io.ttpprocessor.kit.flowctl;

import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.Meters;
import io.ttpprocessor.kit.security.ClientSecurity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A service's part in flowctl, which most do without: {@link #read} is called among the other
 * settings, {@link #report} and {@link #tell} where health and metrics are put together, and {@link
 * #start} once the service serves. Where ENABLE_FLOWCTL is not set, none of them does anything.
 */
public final class Flowctl {
  private final FlowctlSettings settings;
  private final FlowctlStatus status = new FlowctlStatus();

  private Flowctl(FlowctlSettings settings) {
    this.settings = settings;
  }

  /** Reads the settings, noting what cannot be used. */
  public static Flowctl read(Settings settings) {
    return new Flowctl(FlowctlSettings.read(settings));
  }

  /** The service's id in the pipeline's YAML file; may be empty. */
  public String componentId() {
    return settings.componentId();
  }

  /** How the control plane is connected to. */
  public ClientSecurity security() {
    return settings.security();
  }

  /** The service's report, with whether it is registered; its status stays what it is. */
  public HealthReport report(HealthReport service) {
    if (!settings.isEnabled()) {
      return service;
    }
    return () -> {
      Health health = service.snapshot();
      Map<String, Object> figures = new LinkedHashMap<>(health.metrics());
      status.addTo(figures);
      return new Health(health.status(), figures);
    };
  }

  /** Adds a meter of whether the service is registered. */
  public Meters tell(Meters meters) {
    return meters.gauge(
        "ttp.flowctl.registered",
        "1 while flowctl's control plane knows the service",
        () -> settings.isEnabled() ? (status.isRegistered() ? 1 : 0) : Double.NaN);
  }

  /**
   * Begins to register, in the background; ends with {@code context}.
   *
   * @param healthPort where the health page is served
   * @param figures what each heartbeat tells
   */
  public void start(
      ServiceContext context,
      ServiceDescription service,
      int healthPort,
      Supplier<Map<String, Double>> figures) {
    if (settings.isEnabled()) {
      context.manage("flowctl's certificates", settings.security());
      context.manage(
          "flowctl",
          FlowctlRegistration.start(
              settings,
              FlowctlTiming.with(settings.interval()),
              service.request(settings, healthPort),
              figures,
              status));
    }
  }
}
