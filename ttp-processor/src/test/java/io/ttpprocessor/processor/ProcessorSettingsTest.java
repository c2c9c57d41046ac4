package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.Network;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every variable has its default and its effect, and all problems are told at once. */
class ProcessorSettingsTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void needsNothingButThePassphrase() throws ConfigurationException {
    ProcessorSettings settings = read(Map.of("NETWORK_PASSPHRASE", "Somewhere"));
    assertThat(settings)
        .isEqualTo(
            new ProcessorSettings(
                Network.of("Somewhere"),
                new Endpoint("localhost", 50_051),
                "0.0.0.0",
                50_052,
                8089,
                Runtime.getRuntime().availableProcessors(),
                256 * MEBIBYTE,
                100,
                Duration.ofMinutes(5),
                Runtime.getRuntime().maxMemory() / 4));
  }

  @Test
  void takesEachVariable() throws ConfigurationException {
    ProcessorSettings settings =
        read(
            Map.of(
                "NETWORK_PASSPHRASE", "Somewhere",
                "LIVE_SOURCE_ENDPOINT", "source:1",
                "BIND_ADDRESS", "127.0.0.1",
                "PORT", ":2",
                "HEALTH_PORT", "3",
                "EXTRACTION_WORKERS", "4",
                "MAX_MESSAGE_BYTES", "65MiB",
                "MAX_SUBSCRIBERS", "6",
                "SUBSCRIBER_STALL_LIMIT", "90s",
                "MAX_IN_FLIGHT_BYTES", "7MiB"));
    assertThat(settings)
        .isEqualTo(
            new ProcessorSettings(
                Network.of("Somewhere"),
                new Endpoint("source", 1),
                "127.0.0.1",
                2,
                3,
                4,
                65 * MEBIBYTE,
                6,
                Duration.ofSeconds(90),
                7 * MEBIBYTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIVE_SOURCE_ENDPOINT", "SOURCE_SERVICE_ADDRESS", "LIVE_SOURCE_ADDRESS"})
  void takesTheSourceUnderEachOfItsNames(String name) throws ConfigurationException {
    ProcessorSettings settings =
        read(Map.of("NETWORK_PASSPHRASE", "Somewhere", name, "elsewhere:9"));
    assertThat(settings.source()).isEqualTo(new Endpoint("elsewhere", 9));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    Map<String, String> bad =
        Map.of(
            "LIVE_SOURCE_ENDPOINT", "nowhere",
            "PORT", "x",
            "HEALTH_PORT", "70000",
            "EXTRACTION_WORKERS", "0",
            "MAX_MESSAGE_BYTES", "4MiB",
            "MAX_SUBSCRIBERS", "-1",
            "SUBSCRIBER_STALL_LIMIT", "1ms",
            "MAX_IN_FLIGHT_BYTES", "much");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(bad))
        .satisfies(
            failure ->
                assertThat(failure.problems())
                    .hasSize(9)
                    .allSatisfy(problem -> assertThat(names(bad)).anyMatch(problem::startsWith)));
  }

  private static Stream<String> names(Map<String, String> bad) {
    return Stream.concat(bad.keySet().stream(), Stream.of("NETWORK_PASSPHRASE"));
  }

  private static ProcessorSettings read(Map<String, String> environment)
      throws ConfigurationException {
    return ProcessorSettings.read(Settings.of(environment));
  }
}
