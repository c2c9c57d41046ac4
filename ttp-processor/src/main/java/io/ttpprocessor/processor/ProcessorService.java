package io.ttpprocessor.processor;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.flowctl.HeartbeatFigures;
import io.ttpprocessor.kit.flowctl.ServiceDescription;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.lifecycle.TaskTimer;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.observe.StatusLine;
import io.ttpprocessor.kit.security.SecuredHealth;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.pipeline.ExtractionWorkers;
import io.ttpprocessor.processor.source.Overlap;
import io.ttpprocessor.processor.source.SourceClient;
import io.ttpprocessor.processor.source.SourceMonitor;
import io.ttpprocessor.processor.source.SourceWindows;
import io.ttpprocessor.processor.source.Sources;
import io.ttpprocessor.processor.stream.ContractEventGrpcService;
import io.ttpprocessor.processor.stream.EventGrpcService;
import io.ttpprocessor.processor.stream.InFlightBytes;
import io.ttpprocessor.processor.stream.LedgerEventGrpcService;
import io.ttpprocessor.processor.stream.LedgerFeed;
import io.ttpprocessor.processor.stream.OutboundBytes;
import io.ttpprocessor.processor.stream.StreamMetrics;
import io.ttpprocessor.processor.stream.StreamParts;
import io.ttpprocessor.processor.stream.Subscriptions;
import io.ttpprocessor.protos.flowctl.ServiceType;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the service's parts together. It serves at once, whether its source is there or not. */
final class ProcessorService {
  /** The name in logs and on the health page. */
  static final String NAME = "ttp-processor";

  private static final Logger log = LoggerFactory.getLogger(ProcessorService.class);
  private static final Duration FIRST_RETRY_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(5);

  /** Three closes of a ledger, and more than it takes a source to begin. */
  private static final Duration STAND_IN_PATIENCE = Duration.ofSeconds(15);

  /** The transport may take as much memory again as the heap is large, for all that it does. */
  private static final int OUTBOUND_SHARE = 3;

  private static final Duration SOURCE_CHECK_INTERVAL = Duration.ofSeconds(1);

  private static final double NANOSECONDS_PER_MS = 1e6;

  private static final ServiceDescription DESCRIPTION =
      new ServiceDescription(
          ServiceType.SERVICE_TYPE_PROCESSOR,
          List.of(ServiceDescription.RAW_LEDGER),
          List.of(ServiceDescription.TOKEN_TRANSFER, ServiceDescription.CONTRACT_EVENT),
          Map.of("processor_type", "token_transfer"));

  private ProcessorService() {}

  /** Starts what is to run until the process ends. */
  static void start(ServiceContext context)
      throws ConfigurationException, SourceException, IOException, InterruptedException {
    ServerSecurity security = ServerSecurity.read(context.settings());
    Flowctl flowctl = Flowctl.read(context.settings());
    ProcessorSettings settings = ProcessorSettings.read(context.settings());
    context.manage("certificates", security);
    context.manage("source certificates", settings.sourceSecurity());
    ScheduledExecutorService timer = new TaskTimer("timer");
    context.onStop("timer", timer::shutdownNow);
    Sources sources = context.manage("sources", settings.openSources(context.settings()));
    SourceClient source =
        new SourceClient(
            sources.inOrder(),
            settings.maxMessageBytes(),
            FIRST_RETRY_DELAY,
            LONGEST_RETRY_DELAY,
            STAND_IN_PATIENCE,
            timer,
            new Overlap(settings.comparedLedgers()));
    ExtractionWorkers workers =
        context.manage(
            "extraction workers",
            new ExtractionWorkers(settings.extraction(), settings.extractionWorkers()));
    SourceMonitor monitor =
        context.manage(
            "source monitor",
            SourceMonitor.start(
                source, settings.extraction().network().passphrase(), SOURCE_CHECK_INTERVAL));
    StreamMetrics metrics = new StreamMetrics(Clock.systemUTC(), settings.maxLagLedgers());
    StreamParts parts =
        new StreamParts(
            source,
            workers,
            new InFlightBytes(settings.maxInFlightBytes()),
            new OutboundBytes(Runtime.getRuntime().maxMemory() / OUTBOUND_SHARE),
            metrics);
    LedgerFeed feed =
        context.manage("live ledgers", new LedgerFeed(parts, settings.liveRingBytes()));
    Subscriptions subscriptions =
        new Subscriptions(parts, feed, settings.maxSubscribers(), settings.stallLimit());
    ProcessorHealth report = new ProcessorHealth(parts, monitor, subscriptions, feed);
    HealthServer health =
        context.manage(
            "health page",
            HealthServer.start(
                security.healthBindAddress(),
                settings.healthPort(),
                NAME,
                flowctl.report(
                    SecuredHealth.of(
                        report, security, settings.sourceSecurity(), flowctl.security())),
                flowctl.tell(ProcessorMeters.of(report, metrics, workers.metrics()))));
    GrpcServer server =
        context.manage("gRPC server", server(settings, security, subscriptions, source));
    server.follow(report);
    context.manage(
        "status line", StatusLine.start(StatusLine.INTERVAL, new ProcessorStatusLine(report)));
    log.info(
        "TTP Processor Server starting: gRPC on {} port {} in {}, health on {} port {},"
            + " source {}, network {}, events {}",
        security.bindAddress(),
        server.port(),
        security,
        security.healthBindAddress(),
        health.port(),
        source.text(),
        settings.extraction().network().passphrase(),
        settings.extraction().mode().text());
    flowctl.start(context, DESCRIPTION, health.port(), figures(report, metrics));
  }

  /** By the names of the original's heartbeats. */
  private static HeartbeatFigures figures(ProcessorHealth report, StreamMetrics metrics) {
    return new HeartbeatFigures(report)
        .with("success_count", "error_count", "total_processed", "total_events_emitted")
        .with("last_processed_ledger")
        .and("processing_latency_ms", () -> metrics.lastNanoseconds() / NANOSECONDS_PER_MS);
  }

  private static GrpcServer server(
      ProcessorSettings settings,
      ServerSecurity security,
      Subscriptions subscriptions,
      SourceClient source)
      throws IOException {
    ExtractionOptions options = settings.extraction();
    return GrpcServer.builder(settings.port())
        .security(security)
        .streamsPerPeer(settings.maxStreamsPerPeer(), "MAX_STREAMS_PER_PEER")
        .service(new EventGrpcService(subscriptions))
        .service(new ContractEventGrpcService(options.network(), subscriptions))
        .service(new LedgerEventGrpcService(options, subscriptions, new SourceWindows(source)))
        .start();
  }
}
