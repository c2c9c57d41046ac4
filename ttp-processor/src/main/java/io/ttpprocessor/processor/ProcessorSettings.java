package io.ttpprocessor.processor;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.observe.TipLag;
import io.ttpprocessor.kit.security.ClientSecurity;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.source.Overlap;
import io.ttpprocessor.processor.source.SourcePlace;
import io.ttpprocessor.processor.source.Sources;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The service's settings.
 *
 * @param extraction NETWORK_PASSPHRASE, required: the network whose ledgers are read; EVENTS_MODE:
 *     where events are read from, and what they are held against; LEDGER_CHECKS: how much of each
 *     ledger is held against the network's hashes; STOP_ON_DIFFERENCE: whether a difference found
 *     by the modes cross-check and verify ends the stream
 * @param sources LIVE_SOURCE_ENDPOINT: where the sources of raw ledgers are, the preferred first
 * @param comparedLedgers COMPARE_OVERLAP_LEDGERS: how many ledgers before a hand-over from one
 *     source to another are compared byte by byte
 * @param sourceSecurity SOURCE_TLS and others: how the sources are connected to
 * @param port PORT: for gRPC; 0 takes any free one
 * @param healthPort HEALTH_PORT: for the health page; 0 takes any free one
 * @param extractionWorkers EXTRACTION_WORKERS: ledgers extracted at a time
 * @param maxMessageBytes MAX_MESSAGE_BYTES: largest ledger accepted, in bytes of its message
 * @param maxSubscribers MAX_SUBSCRIBERS: streams served at a time
 * @param maxStreamsPerPeer MAX_STREAMS_PER_PEER: of them, those of one peer
 * @param stallLimit SLOW_SUBSCRIBER_TIMEOUT: how long one may take nothing while data waits
 * @param maxInFlightBytes MAX_IN_FLIGHT_BYTES: raw ledgers held for all streams together
 * @param maxLagLedgers MAX_LAG_LEDGERS: how many ledgers live streams may be behind the network
 *     before the service is unhealthy; 0 for any number
 * @param liveRingBytes LIVE_RING_BYTES: newest ledgers kept for all live streams together
 */
record ProcessorSettings(
    ExtractionOptions extraction,
    List<SourcePlace> sources,
    int comparedLedgers,
    ClientSecurity sourceSecurity,
    int port,
    int healthPort,
    int extractionWorkers,
    int maxMessageBytes,
    int maxSubscribers,
    int maxStreamsPerPeer,
    Duration stallLimit,
    long maxInFlightBytes,
    int maxLagLedgers,
    long liveRingBytes) {
  static final String SOURCES = "LIVE_SOURCE_ENDPOINT";

  private static final int DEFAULT_PORT = 50_052;
  static final int DEFAULT_HEALTH_PORT = 8089;
  private static final Endpoint DEFAULT_SOURCE = new Endpoint("localhost", 50_051);
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_MESSAGE_BYTES = 64 * MEBIBYTE;
  private static final long DEFAULT_MESSAGE_BYTES = 256 * MEBIBYTE;
  private static final long MOST_MESSAGE_BYTES = 1024 * MEBIBYTE;
  private static final int MOST_WORKERS = 1024;
  private static final int DEFAULT_SUBSCRIBERS = 1_000;
  private static final int MOST_SUBSCRIBERS = 100_000;

  /** One client's fault leaves room for others; a proxy before the service may need more. */
  private static final int DEFAULT_STREAMS_PER_PEER = 250;

  private static final Duration DEFAULT_STALL_LIMIT = Duration.ofMinutes(5);
  private static final Duration LEAST_STALL_LIMIT = Duration.ofSeconds(1);
  private static final Duration MOST_STALL_LIMIT = Duration.ofDays(1);

  /** Of the heap, what raw ledgers may take: they become messages, which take some more. */
  private static final int HEAP_SHARE = 4;

  private static final int RING_SHARE = 8;

  /**
   * Reads and checks all settings.
   *
   * @throws ConfigurationException with every problem there is
   */
  static ProcessorSettings read(Settings settings) throws ConfigurationException {
    String passphrase = settings.required("NETWORK_PASSPHRASE");
    EventsMode mode = settings.choice("EVENTS_MODE", EventsMode.class, EventsMode.DERIVED);
    boolean stops = settings.flag("STOP_ON_DIFFERENCE", false, "CROSS_CHECK_STOP");
    if (stops && mode != EventsMode.CROSS_CHECK && mode != EventsMode.VERIFY) {
      settings.problem(
          "STOP_ON_DIFFERENCE", "is set, but EVENTS_MODE is neither cross-check nor verify");
    }
    List<SourcePlace> sources = places(settings);
    int compared = settings.integer("COMPARE_OVERLAP_LEDGERS", 0, 0, Overlap.MOST_LEDGERS);
    if (compared > 0 && sources.size() == 1) {
      settings.problem(
          "COMPARE_OVERLAP_LEDGERS", "is set, but LIVE_SOURCE_ENDPOINT names one source only");
    }
    ClientSecurity sourceSecurity =
        ClientSecurity.read(
            settings,
            "SOURCE",
            SOURCES,
            sources.stream().flatMap(source -> source.endpoint().stream()).toList());
    int port = settings.port("PORT", DEFAULT_PORT);
    int healthPort = settings.port("HEALTH_PORT", DEFAULT_HEALTH_PORT);
    int workers =
        settings.integer(
            "EXTRACTION_WORKERS", Runtime.getRuntime().availableProcessors(), 1, MOST_WORKERS);
    LedgerChecks checks =
        settings.choice("LEDGER_CHECKS", LedgerChecks.class, LedgerChecks.TRANSACTIONS);
    long messageBytes =
        settings.bytes(
            "MAX_MESSAGE_BYTES", DEFAULT_MESSAGE_BYTES, LEAST_MESSAGE_BYTES, MOST_MESSAGE_BYTES);
    int subscribers = settings.integer("MAX_SUBSCRIBERS", DEFAULT_SUBSCRIBERS, 1, MOST_SUBSCRIBERS);
    int perPeer =
        settings.integer(
            "MAX_STREAMS_PER_PEER",
            Math.min(subscribers, DEFAULT_STREAMS_PER_PEER),
            1,
            MOST_SUBSCRIBERS);
    Duration stallLimit =
        settings.duration(
            "SLOW_SUBSCRIBER_TIMEOUT",
            DEFAULT_STALL_LIMIT,
            LEAST_STALL_LIMIT,
            MOST_STALL_LIMIT,
            "SUBSCRIBER_STALL_LIMIT");
    long heap = Runtime.getRuntime().maxMemory();
    long inFlightBytes =
        settings.bytes("MAX_IN_FLIGHT_BYTES", heap / HEAP_SHARE, MEBIBYTE, Long.MAX_VALUE);
    int maxLag = settings.integer("MAX_LAG_LEDGERS", TipLag.USUAL_LIMIT, 0, Integer.MAX_VALUE);
    long ringBytes = settings.bytes("LIVE_RING_BYTES", heap / RING_SHARE, MEBIBYTE, Long.MAX_VALUE);
    settings.throwIfProblems();
    return new ProcessorSettings(
        new ExtractionOptions(Network.of(passphrase), mode, checks, stops),
        sources,
        compared,
        sourceSecurity,
        port,
        healthPort,
        workers,
        (int) messageBytes,
        subscribers,
        perPeer,
        stallLimit,
        inFlightBytes,
        maxLag,
        ringBytes);
  }

  private static List<SourcePlace> places(Settings settings) {
    return settings.list(
        SOURCES,
        SourcePlace.of(DEFAULT_SOURCE),
        SourcePlace::parse,
        "SOURCE_SERVICE_ADDRESS",
        "LIVE_SOURCE_ADDRESS");
  }

  /**
   * Opens the sources.
   *
   * @param settings what the lakes among them are reached by
   */
  Sources openSources(Settings settings)
      throws ConfigurationException, SourceException, IOException, InterruptedException {
    return Sources.open(sources, SOURCES, sourceSecurity, maxSubscribers, settings);
  }
}
