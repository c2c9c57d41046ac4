package io.ttpprocessor.processor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.source.SourcePlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every variable has its default and its effect, and all problems are told at once. */
class ProcessorSettingsTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void needsNothingButThePassphrase() throws ConfigurationException {
    ProcessorSettings settings = read(Map.of("NETWORK_PASSPHRASE", "Somewhere"));
    assertThat(settings)
        .usingRecursiveComparison()
        .ignoringFields("sourceSecurity")
        .isEqualTo(
            new ProcessorSettings(
                extraction(LedgerChecks.TRANSACTIONS),
                List.of(SourcePlace.of(new Endpoint("localhost", 50_051))),
                0,
                null,
                50_052,
                8089,
                Runtime.getRuntime().availableProcessors(),
                256 * MEBIBYTE,
                1_000,
                250,
                Duration.ofMinutes(5),
                Runtime.getRuntime().maxMemory() / 4,
                100,
                Runtime.getRuntime().maxMemory() / 8));
  }

  @Test
  void takesEachVariable() throws ConfigurationException {
    ProcessorSettings settings =
        read(
            Map.ofEntries(
                entry("NETWORK_PASSPHRASE", "Somewhere"),
                entry("LIVE_SOURCE_ENDPOINT", "source:1, lake:2"),
                entry("COMPARE_OVERLAP_LEDGERS", "16"),
                entry("PORT", ":2"),
                entry("HEALTH_PORT", "3"),
                entry("EXTRACTION_WORKERS", "4"),
                entry("LEDGER_CHECKS", "events"),
                entry("MAX_MESSAGE_BYTES", "65MiB"),
                entry("MAX_SUBSCRIBERS", "6"),
                entry("MAX_STREAMS_PER_PEER", "5"),
                entry("ALLOW_PLAINTEXT", "true"),
                entry("SLOW_SUBSCRIBER_TIMEOUT", "90s"),
                entry("LIVE_RING_BYTES", "8MiB"),
                entry("MAX_LAG_LEDGERS", "9"),
                entry("MAX_IN_FLIGHT_BYTES", "7MiB")));
    assertThat(settings)
        .usingRecursiveComparison()
        .ignoringFields("sourceSecurity")
        .isEqualTo(
            new ProcessorSettings(
                extraction(LedgerChecks.EVENTS),
                List.of(
                    SourcePlace.of(new Endpoint("source", 1)),
                    SourcePlace.of(new Endpoint("lake", 2))),
                16,
                null,
                2,
                3,
                4,
                65 * MEBIBYTE,
                6,
                5,
                Duration.ofSeconds(90),
                7 * MEBIBYTE,
                9,
                8 * MEBIBYTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIVE_SOURCE_ENDPOINT", "SOURCE_SERVICE_ADDRESS", "LIVE_SOURCE_ADDRESS"})
  void takesTheSourceUnderEachOfItsNames(String name) throws ConfigurationException {
    ProcessorSettings settings =
        read(Map.of("NETWORK_PASSPHRASE", "Somewhere", name, "localhost:9"));
    assertThat(settings.sources()).containsExactly(SourcePlace.of(new Endpoint("localhost", 9)));
  }

  @Test
  void aLakesUrlStandsBesideServers() throws ConfigurationException {
    ProcessorSettings settings =
        read(
            Map.of(
                "NETWORK_PASSPHRASE",
                "Somewhere",
                "LIVE_SOURCE_ENDPOINT",
                "localhost:9, s3://bucket/lake"));
    assertThat(settings.sources())
        .extracting(SourcePlace::text)
        .containsExactly("localhost:9", "s3://bucket/lake");
    assertThat(settings.sources().get(1).lake()).isPresent();
  }

  @Test
  void tellsAllProblemsAtOnce() {
    Map<String, String> bad =
        Map.ofEntries(
            entry("LIVE_SOURCE_ENDPOINT", "nowhere"),
            entry("COMPARE_OVERLAP_LEDGERS", "101"),
            entry("PORT", "x"),
            entry("EVENTS_MODE", "guessed"),
            entry("STOP_ON_DIFFERENCE", "perhaps"),
            entry("HEALTH_PORT", "70000"),
            entry("EXTRACTION_WORKERS", "0"),
            entry("LEDGER_CHECKS", "some"),
            entry("MAX_MESSAGE_BYTES", "4MiB"),
            entry("MAX_SUBSCRIBERS", "-1"),
            entry("SUBSCRIBER_STALL_LIMIT", "1ms"),
            entry("MAX_IN_FLIGHT_BYTES", "much"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(bad))
        .satisfies(
            failure ->
                assertThat(failure.problems())
                    .hasSize(13)
                    .allSatisfy(problem -> assertThat(names(bad)).anyMatch(problem::startsWith)));
  }

  @ParameterizedTest
  @CsvSource({"derived, DERIVED", "unified, UNIFIED", "cross-check, CROSS_CHECK", "verify, VERIFY"})
  void takesEachMode(String text, EventsMode mode) throws ConfigurationException {
    ProcessorSettings settings =
        read(Map.of("NETWORK_PASSPHRASE", "Somewhere", "EVENTS_MODE", text));
    assertThat(settings.extraction().mode()).isEqualTo(mode);
    assertThat(settings.extraction().stopsOnDifference()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "cross-check, STOP_ON_DIFFERENCE",
    "cross-check, CROSS_CHECK_STOP",
    "verify, STOP_ON_DIFFERENCE"
  })
  void modesThatCompareMayStop(String mode, String variable) throws ConfigurationException {
    Map<String, String> environment =
        Map.of("NETWORK_PASSPHRASE", "Somewhere", "EVENTS_MODE", mode, variable, "true");
    assertThat(read(environment).extraction().stopsOnDifference()).isTrue();
  }

  @Test
  void nothingElseMayStopAtADifference() {
    Map<String, String> environment =
        Map.of("NETWORK_PASSPHRASE", "Somewhere", "CROSS_CHECK_STOP", "true");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(environment))
        .withMessageContaining("STOP_ON_DIFFERENCE")
        .withMessageContaining("EVENTS_MODE");
  }

  @Test
  void plaintextStaysOnThisMachineUnlessItIsAllowed() {
    Map<String, String> environment =
        Map.of("NETWORK_PASSPHRASE", "Somewhere", "LIVE_SOURCE_ENDPOINT", "localhost:1,lake:2");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(environment))
        .withMessageContaining("LIVE_SOURCE_ENDPOINT would send plaintext to or from lake")
        .withMessageContaining("set SOURCE_TLS=true, or set ALLOW_PLAINTEXT=true");
  }

  @Test
  void oneSourceHasNothingToBeComparedWith() {
    Map<String, String> environment =
        Map.of("NETWORK_PASSPHRASE", "Somewhere", "COMPARE_OVERLAP_LEDGERS", "8");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(environment))
        .withMessageContaining("COMPARE_OVERLAP_LEDGERS")
        .withMessageContaining("LIVE_SOURCE_ENDPOINT");
  }

  private static ExtractionOptions extraction(LedgerChecks checks) {
    return new ExtractionOptions(Network.of("Somewhere"), EventsMode.DERIVED, checks, false);
  }

  private static Stream<String> names(Map<String, String> bad) {
    return Stream.concat(bad.keySet().stream(), Stream.of("NETWORK_PASSPHRASE"));
  }

  private static ProcessorSettings read(Map<String, String> environment)
      throws ConfigurationException {
    return ProcessorSettings.read(Settings.of(environment));
  }
}
