package io.ttpprocessor.kit.flowctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.kit.observe.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what is set is used or refused; where it is off, nothing is there. */
class FlowctlSettingsTest {
  private static final HealthReport REPORT =
      () -> new Health(HealthStatus.HEALTHY, Map.of("total_processed", 3L, "network", "testnet"));

  private static List<String> problems(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("ENABLE_FLOWCTL", "true");
    Settings settings = Settings.of(environment);
    FlowctlSettings.read(settings).security().close();
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, settings::throwIfProblems);
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void theDefaultsAreTheOriginals() {
    FlowctlSettings settings = FlowctlSettings.read(Settings.of(Map.of("ENABLE_FLOWCTL", "true")));
    assertThat(settings.isEnabled()).isTrue();
    assertThat(settings.endpoint()).hasToString("localhost:8080");
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.network()).isEqualTo("testnet");
    assertThat(settings.componentId()).isEmpty();
  }

  @Test
  void allThatCannotBeUsedIsTold() {
    assertThat(
            problems(
                Map.of("FLOWCTL_ENDPOINT", "somewhere", "FLOWCTL_HEARTBEAT_INTERVAL", "often")))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("FLOWCTL_ENDPOINT is \"somewhere\""))
        .anyMatch(problem -> problem.startsWith("FLOWCTL_HEARTBEAT_INTERVAL is \"often\""));
    assertThat(FlowctlSettings.read(Settings.of(Map.of("ENABLE_FLOWCTL", "perhaps"))).isEnabled())
        .isFalse();
  }

  @Test
  void plaintextStaysOnThisMachineUnlessItIsAllowed() {
    Map<String, String> elsewhere = Map.of("FLOWCTL_ENDPOINT", "control.example:8080");
    assertThat(problems(elsewhere))
        .singleElement()
        .asString()
        .startsWith("FLOWCTL_ENDPOINT would send plaintext to or from control.example")
        .contains("set FLOWCTL_TLS=true");
    Map<String, String> allowed = new HashMap<>(elsewhere);
    allowed.put("ALLOW_PLAINTEXT", "true");
    assertThat(problems(allowed)).isEmpty();
    Map<String, String> encrypted = new HashMap<>(elsewhere);
    encrypted.put("FLOWCTL_TLS", "true");
    assertThat(problems(encrypted)).isEmpty();
  }

  @Test
  void whereItIsOffTheOthersAreNotLookedAtAndNothingIsTold() throws Exception {
    Settings settings = Settings.of(Map.of("FLOWCTL_ENDPOINT", "elsewhere.example:1"));
    Flowctl flowctl = Flowctl.read(settings);
    settings.throwIfProblems();
    assertThat(flowctl.report(REPORT)).isSameAs(REPORT);
    try (Meters meters = flowctl.tell(new Meters(REPORT))) {
      assertThat(meters.scrape().lines()).contains("ttp_flowctl_registered NaN");
    }
  }

  @Test
  void whereItIsOnHealthAndMetricsTellIt() {
    Flowctl flowctl = Flowctl.read(Settings.of(Map.of("ENABLE_FLOWCTL", "yes")));
    Health health = flowctl.report(REPORT).snapshot();
    assertThat(health.status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(health.metrics())
        .containsEntry("flowctl_registered", false)
        .containsEntry("total_processed", 3L);
    try (Meters meters = flowctl.tell(new Meters(REPORT))) {
      assertThat(meters.scrape().lines()).contains("ttp_flowctl_registered 0.0");
    }
  }

  @Test
  void figuresAreThePagesByTheOriginalsNames() {
    assertThat(
            new HeartbeatFigures(REPORT)
                .with("total_processed", "network", "absent")
                .as("total", "total_processed")
                .and("latency", () -> 0.5)
                .get())
        .isEqualTo(Map.of("total_processed", 3.0, "total", 3.0, "latency", 0.5));
  }
}
