package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.EventTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: every variable has its default, is read, and is refused with its name when it is wrong. */
class ConsumerSettingsTest {
  private static final String CONTRACT = "C" + "A".repeat(55);

  private static ConsumerSettings read(Map<String, String> environment)
      throws ConfigurationException {
    return ConsumerSettings.read(Settings.of(environment));
  }

  @Test
  void hasDefaults() throws ConfigurationException {
    ConsumerSettings settings = read(Map.of());
    assertThat(settings.service()).isEqualTo(new Endpoint("localhost", 50052));
    assertThat(settings.network()).isEmpty();
    assertThat(settings.silence()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.tables()).extracting(EventTable::name).containsExactly("token_transfers");
    assertThat(settings.pipelineOf(settings.tables().get(0))).isEqualTo("token_transfers");
    assertThat(settings.batchLedgers()).isEqualTo(1_000);
    assertThat(settings.batchBytes()).isEqualTo(16_777_216);
    assertThat(settings.grpcPort()).isEqualTo(50054);
    assertThat(settings.healthPort()).isEqualTo(8090);
    assertThat(settings.pageEnabled()).isTrue();
    assertThat(settings.database().host()).isEqualTo("localhost");
    assertThat(settings.database().port()).isEqualTo(5432);
    assertThat(settings.database().database()).isEqualTo("stellar");
    assertThat(settings.database().user()).isEqualTo("postgres");
    assertThat(settings.database().password().reveal()).isEqualTo("postgres");
    assertThat(settings.database().sslMode()).isEqualTo("disable");
    assertThat(settings.database().sslRootCertificate()).isEmpty();
  }

  @Test
  void readsEveryVariable() throws ConfigurationException {
    Map<String, String> environment = new HashMap<>();
    environment.put("EVENT_SERVICE_ADDRESS", "processor:1");
    environment.put("NETWORK_PASSPHRASE", "Test SDF Network ; September 2015");
    environment.put("STREAM_SILENCE_LIMIT", "30s");
    environment.put("PIPELINES", "contract_events , token_transfers");
    environment.put("PIPELINE_NAME", "mine");
    environment.put("FILTER_CONTRACT_IDS", CONTRACT + ", ");
    environment.put("FILTER_EVENT_TYPES", "transfer,mint,transfer");
    environment.put("INCLUDE_FAILED", "yes");
    environment.put("BATCH_LEDGERS", "1");
    environment.put("BATCH_BYTES", "2MiB");
    environment.put("TTP_SERVICE_TLS", "true");
    environment.put("MAX_LAG_LEDGERS", "12");
    environment.put("PORT", ":2");
    environment.put("HEALTH_PORT", "3");
    environment.put("POSTGRES_HOST", "db");
    environment.put("POSTGRES_PORT", "4");
    environment.put("POSTGRES_DB", "events");
    environment.put("POSTGRES_USER", "writer");
    environment.put("POSTGRES_PASSWORD", "canary-secret");
    environment.put("POSTGRES_SSLMODE", "verify-full");
    environment.put("POSTGRES_SSLROOTCERT", "/certificates/root.crt");
    ConsumerSettings settings = read(environment);
    assertThat(settings.service()).isEqualTo(new Endpoint("processor", 1));
    // SHA-256 of the passphrase, as Stellar's documentation gives it.
    assertThat(settings.network())
        .contains("cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472");
    assertThat(settings.silence()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.tables())
        .extracting(EventTable::name)
        .containsExactly("contract_events", "token_transfers");
    assertThat(settings.tables()).extracting(settings::pipelineOf).containsExactly("mine", "mine");
    assertThat(settings.tables())
        .extracting(EventTable::filter)
        .containsExactly(
            "contract_ids " + CONTRACT + "; event_types mint,transfer; include_failed", "");
    assertThat(settings.batchLedgers()).isEqualTo(1);
    assertThat(settings.batchBytes()).isEqualTo(2_097_152);
    assertThat(settings.maxLagLedgers()).isEqualTo(12);
    assertThat(settings.grpcPort()).isEqualTo(2);
    assertThat(settings.healthPort()).isEqualTo(3);
    assertThat(settings.database().host()).isEqualTo("db");
    assertThat(settings.database().port()).isEqualTo(4);
    assertThat(settings.database().database()).isEqualTo("events");
    assertThat(settings.database().user()).isEqualTo("writer");
    assertThat(settings.database().password().reveal()).isEqualTo("canary-secret");
    assertThat(settings.database().sslMode()).isEqualTo("verify-full");
    assertThat(settings.database().sslRootCertificate())
        .isEqualTo(Optional.of("/certificates/root.crt"));
    assertThat(settings.toString()).doesNotContain("canary-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "TTP_SERVICE_ADDRESS,nowhere",
    "STREAM_SILENCE_LIMIT,soon",
    "STREAM_SILENCE_LIMIT,0s",
    "BATCH_LEDGERS,0",
    "BATCH_LEDGERS,many",
    "BATCH_BYTES,1",
    "PIPELINES,token_transfer",
    "PIPELINES,'token_transfers,'",
    "PIPELINES,'token_transfers,token_transfers'",
    "FILTER_EVENT_TYPES,mint",
    "INCLUDE_FAILED,true",
    "INCLUDE_FAILED,perhaps",
    "PORT,65536",
    "HEALTH_PORT,-1",
    "POSTGRES_PORT,0",
    "POSTGRES_SSLMODE,perhaps",
    "POSTGRES_HOST,database.example",
    "TTP_SERVICE_ADDRESS,processor.example:1",
    "TTP_SERVICE_TLS_CA_FILE,/no/such/file",
    "MAX_LAG_LEDGERS,-1",
    "POSTGRES_PASSWORD_FILE,/no/such/file"
  })
  void refusesWhatItCannotUse(String name, String value) {
    ConfigurationException failure =
        catchThrowableOfType(ConfigurationException.class, () -> read(Map.of(name, value)));
    assertThat(failure.problems()).hasSize(1);
    assertThat(failure.problems().get(0)).startsWith(name + " ");
  }

  @Test
  void refusesAFilterThatIsNoContract() {
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                read(
                    Map.of(
                        "PIPELINES",
                        "contract_events",
                        "FILTER_CONTRACT_IDS",
                        CONTRACT + ",GABC")));
    assertThat(failure.problems())
        .containsExactly("FILTER_CONTRACT_IDS has \"GABC\", which is no contract");
  }

  @Test
  void tellsAllProblemsAtOnceAndNoSecret() {
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                read(
                    Map.of(
                        "TTP_SERVICE_ADDRESS", "localhost:1",
                        "EVENT_SERVICE_ADDRESS", "localhost:2",
                        "PORT", "x",
                        "POSTGRES_PORT", "x",
                        "POSTGRES_SSLMODE", "x",
                        "POSTGRES_PASSWORD", "canary-secret")));
    assertThat(failure.problems()).hasSize(4);
    assertThat(failure.getMessage()).doesNotContain("canary-secret");
  }
}
