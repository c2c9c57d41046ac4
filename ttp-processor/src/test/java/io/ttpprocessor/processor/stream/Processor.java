package io.ttpprocessor.processor.stream;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.pipeline.ExtractionWorkers;
import io.ttpprocessor.processor.source.RemoteSource;
import io.ttpprocessor.processor.source.Source;
import io.ttpprocessor.processor.source.SourceClient;
import io.ttpprocessor.processor.source.SourceWindows;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.contractevent.ContractEventServiceGrpc;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The streaming parts as the service puts them together, on a real socket, with short delays. */
final class Processor implements AutoCloseable {
  private static final int MAXIMUM_MESSAGE_BYTES = 256 << 20;
  private static final int WORKERS = 3;
  private static final long OUTBOUND_BYTES = 16 << 20;
  private static final Duration NO_STALL = Duration.ofHours(1);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExtractionWorkers workers;
  private final InFlightBytes inFlight;
  private final OutboundBytes outbound = new OutboundBytes(OUTBOUND_BYTES);
  private final StreamMetrics metrics = new StreamMetrics(Clock.systemUTC());
  private final LedgerFeed feed;
  private final Subscriptions subscriptions;
  private final GrpcServer server;
  private final ManagedChannel channel;
  private boolean serving = true;

  /**
   * What a test may want otherwise.
   *
   * @param messageBytes largest ledger accepted
   * @param inFlightBytes raw ledgers held for all streams together
   * @param subscribers streams served at a time
   * @param stallLimit how long a client may take nothing
   * @param ringBytes newest ledgers kept for all live streams
   */
  record Limits(
      int messageBytes, long inFlightBytes, int subscribers, Duration stallLimit, long ringBytes) {
    private static final long USUAL_RING = 32 << 20;

    Limits(int messageBytes, long inFlightBytes, int subscribers, Duration stallLimit) {
      this(messageBytes, inFlightBytes, subscribers, stallLimit, USUAL_RING);
    }
  }

  private static final Limits USUAL = new Limits(MAXIMUM_MESSAGE_BYTES, 64 << 20, 10, NO_STALL);

  private Processor(List<Source> sources, ExtractionOptions options, Limits limits) {
    workers = new ExtractionWorkers(options, WORKERS);
    inFlight = new InFlightBytes(limits.inFlightBytes());
    SourceClient client =
        new SourceClient(
            sources,
            limits.messageBytes(),
            Duration.ofMillis(5),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            timer);
    StreamParts parts = new StreamParts(client, workers, inFlight, outbound, metrics);
    feed = new LedgerFeed(parts, limits.ringBytes());
    subscriptions = new Subscriptions(parts, feed, limits.subscribers(), limits.stallLimit());
    try {
      server =
          GrpcServer.builder(0)
              .service(new EventGrpcService(subscriptions))
              .service(new ContractEventGrpcService(options.network(), subscriptions))
              .service(
                  new LedgerEventGrpcService(options, subscriptions, new SourceWindows(client)))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
  }

  /** With several sources, the preferred first. */
  static Processor start(List<FakeSource> sources, Network network) {
    return new Processor(
        RemoteSource.inPlaintext(sources.stream().map(FakeSource::endpoint).toList()),
        derived(network),
        USUAL);
  }

  static Processor start(FakeSource source, Network network) {
    return start(source, derived(network));
  }

  static Processor start(FakeSource source, ExtractionOptions options) {
    return new Processor(remote(source), options, USUAL);
  }

  static Processor start(FakeSource source, Network network, long inFlight, int maxSubscribers) {
    return new Processor(
        remote(source),
        derived(network),
        new Limits(MAXIMUM_MESSAGE_BYTES, inFlight, maxSubscribers, NO_STALL));
  }

  static Processor startWithMessageLimit(FakeSource source, int bytes) {
    return new Processor(
        remote(source), derived(ChainedLedgers.NETWORK), new Limits(bytes, 64 << 20, 10, NO_STALL));
  }

  static Processor startWithStallLimit(FakeSource source, Network network, Duration limit) {
    return new Processor(
        remote(source), derived(network), new Limits(MAXIMUM_MESSAGE_BYTES, 64 << 20, 10, limit));
  }

  static Processor start(FakeSource source, Limits limits) {
    return start(source, ChainedLedgers.NETWORK, limits);
  }

  static Processor start(FakeSource source, Network network, Limits limits) {
    return new Processor(remote(source), derived(network), limits);
  }

  static Processor start(Source source, Network network) {
    return new Processor(List.of(source), derived(network), USUAL);
  }

  static Processor start(FakeSource first, Source second, Network network) {
    return new Processor(List.of(remote(first).get(0), second), derived(network), USUAL);
  }

  private static List<Source> remote(FakeSource source) {
    return RemoteSource.inPlaintext(List.of(source.endpoint()));
  }

  private static ExtractionOptions derived(Network network) {
    return new ExtractionOptions(network, EventsMode.DERIVED, LedgerChecks.NONE, false);
  }

  ManagedChannel channel() {
    return channel;
  }

  /** A connection of its own: streams of one share its flow-control window. */
  ManagedChannel connect() {
    return GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
  }

  EventServiceGrpc.EventServiceStub events() {
    return EventServiceGrpc.newStub(channel);
  }

  ContractEventServiceGrpc.ContractEventServiceStub contractEvents() {
    return ContractEventServiceGrpc.newStub(channel);
  }

  LedgerEventServiceGrpc.LedgerEventServiceStub ledgers() {
    return LedgerEventServiceGrpc.newStub(channel);
  }

  InFlightBytes inFlight() {
    return inFlight;
  }

  OutboundBytes outbound() {
    return outbound;
  }

  StreamMetrics metrics() {
    return metrics;
  }

  ExtractionMetrics extraction() {
    return workers.metrics();
  }

  LedgerFeed feed() {
    return feed;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Waits until an attempt to reach the source has come to nothing. */
  void awaitWaitingForSource() {
    await().until(() -> subscriptions.waitingForSource() > 0);
  }

  /** Closes the server alone, as SIGTERM does first. */
  void stopServing() {
    if (serving) {
      serving = false;
      server.close();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    stopServing();
    feed.close();
    workers.close();
    timer.shutdownNow();
  }
}
