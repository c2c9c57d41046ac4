package io.ttpprocessor.consumer;

import io.ttpprocessor.consumer.page.Page;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.observe.TipLag;
import io.ttpprocessor.kit.security.ClientSecurity;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.PostgresSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The consumer's settings; each is an environment variable of the same name in capitals, but for
 * those named here.
 *
 * @param service where LedgerEventService is: TTP_SERVICE_ADDRESS
 * @param security TTP_SERVICE_TLS and others: how it is connected to
 * @param network id of the network that NETWORK_PASSPHRASE names, if it is set
 * @param silence STREAM_SILENCE_LIMIT: how long a call may bring nothing before it is renewed
 * @param database POSTGRES_…
 * @param tables PIPELINES: what is stored, at least one
 * @param pipelineName PIPELINE_NAME: who writes the tables; each table's own name where it is unset
 * @param batchBytes BATCH_BYTES: most bytes of a transaction, as the stream serializes them; about
 *     as much is read ahead
 * @param maxLagLedgers MAX_LAG_LEDGERS: how many ledgers a live pipeline may be behind the network
 *     before the service is unhealthy; 0 for any number
 * @param partitionLedgers PARTITION_LEDGERS: most ledgers of a partition that is made
 * @param grpcPort PORT: where gRPC health is served
 * @param pageEnabled PAGE_ENABLED: whether the health port also serves the page for people
 */
record ConsumerSettings(
    Endpoint service,
    ClientSecurity security,
    Optional<String> network,
    Duration silence,
    DatabaseSettings database,
    List<EventTable> tables,
    Optional<String> pipelineName,
    int batchLedgers,
    long batchBytes,
    int maxLagLedgers,
    int partitionLedgers,
    int grpcPort,
    int healthPort,
    boolean pageEnabled) {

  static final int HEALTH_PORT = 8090;

  private static final long MIB = 1L << 20;

  /** Where events come from, for a consumer that stores nothing. */
  record StreamSettings(
      Endpoint service, ClientSecurity security, Optional<String> network, Duration silence) {}

  /**
   * Reads all settings.
   *
   * @throws ConfigurationException with every problem found
   */
  static ConsumerSettings read(Settings settings) throws ConfigurationException {
    StreamSettings stream = stream(settings);
    ConsumerSettings read =
        new ConsumerSettings(
            stream.service(),
            stream.security(),
            stream.network(),
            stream.silence(),
            DatabaseSettings.read(settings),
            PipelineChoice.read(settings),
            settings.optional("PIPELINE_NAME"),
            settings.integer("BATCH_LEDGERS", 1_000, 1, 100_000),
            settings.bytes("BATCH_BYTES", 16 * MIB, MIB / 1024, 1024 * MIB),
            settings.integer("MAX_LAG_LEDGERS", TipLag.USUAL_LIMIT, 0, Integer.MAX_VALUE),
            PostgresSink.readPartitionLedgers(settings),
            settings.port("PORT", 50054),
            settings.port("HEALTH_PORT", HEALTH_PORT),
            settings.flag("PAGE_ENABLED", true));
    settings.throwIfProblems();
    return read;
  }

  /** Who writes {@code table}: what its cursor says. */
  String pipelineOf(EventTable table) {
    return pipelineName.orElse(table.name());
  }

  /** Most connections to the database at a time: one a table, and the page's. */
  int connections() {
    return tables.size() + (pageEnabled ? Page.CONNECTIONS : 0);
  }

  /** Reads the settings of the event stream alone. */
  static StreamSettings readStream(Settings settings) throws ConfigurationException {
    StreamSettings stream = stream(settings);
    settings.throwIfProblems();
    return stream;
  }

  private static StreamSettings stream(Settings settings) {
    Endpoint service =
        settings.endpoint(
            "TTP_SERVICE_ADDRESS",
            new Endpoint("localhost", 50052),
            "EVENT_SERVICE_ADDRESS",
            "CONTRACT_EVENTS_SERVICE_ADDRESS");
    return new StreamSettings(
        service,
        ClientSecurity.read(settings, "TTP_SERVICE", "TTP_SERVICE_ADDRESS", List.of(service)),
        settings.optional("NETWORK_PASSPHRASE").map(Networks::id),
        settings.duration(
            "STREAM_SILENCE_LIMIT",
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }
}
