package io.ttpprocessor.processor.stream;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.ExtractionChecks;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.pipeline.ExtractionWorkers;
import io.ttpprocessor.processor.source.SourceClient;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The streaming parts as the service puts them together, on a real socket, with short delays. */
final class Processor implements AutoCloseable {
  private static final int MAXIMUM_MESSAGE_BYTES = 256 << 20;
  private static final int WORKERS = 3;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExtractionWorkers workers;
  private final InFlightBytes inFlight;
  private final StreamMetrics metrics = new StreamMetrics();
  private final Subscriptions subscriptions;
  private final GrpcServer server;
  private final ManagedChannel channel;
  private boolean serving = true;

  private Processor(
      Endpoint source,
      ExtractionOptions options,
      ExtractionChecks checks,
      long inFlightBytes,
      int maxSubscribers) {
    workers = new ExtractionWorkers(options, checks, WORKERS);
    inFlight = new InFlightBytes(inFlightBytes);
    SourceClient client =
        new SourceClient(
            source, MAXIMUM_MESSAGE_BYTES, Duration.ofMillis(5), Duration.ofMillis(100), timer);
    subscriptions =
        new Subscriptions(new StreamParts(client, workers, inFlight, metrics), maxSubscribers);
    try {
      server =
          GrpcServer.builder(0)
              .bind("127.0.0.1")
              .service(new EventGrpcService(subscriptions))
              .service(new LedgerEventGrpcService(options.network(), subscriptions))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
  }

  static Processor start(FakeSource source, Network network) {
    return start(source, ExtractionOptions.derived(network));
  }

  static Processor start(FakeSource source, ExtractionOptions options) {
    return new Processor(source.endpoint(), options, ExtractionChecks.NONE, 64 << 20, 10);
  }

  static Processor start(FakeSource source, Network network, ExtractionChecks checks) {
    return new Processor(
        source.endpoint(), ExtractionOptions.derived(network), checks, 64 << 20, 10);
  }

  static Processor start(FakeSource source, Network network, long inFlight, int maxSubscribers) {
    return new Processor(
        source.endpoint(),
        ExtractionOptions.derived(network),
        ExtractionChecks.NONE,
        inFlight,
        maxSubscribers);
  }

  EventServiceGrpc.EventServiceStub events() {
    return EventServiceGrpc.newStub(channel);
  }

  LedgerEventServiceGrpc.LedgerEventServiceStub ledgers() {
    return LedgerEventServiceGrpc.newStub(channel);
  }

  InFlightBytes inFlight() {
    return inFlight;
  }

  StreamMetrics metrics() {
    return metrics;
  }

  ExtractionMetrics extraction() {
    return workers.metrics();
  }

  Subscriptions subscriptions() {
    return subscriptions;
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
    workers.close();
    timer.shutdownNow();
  }
}
