package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.LakeHealth;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.flowctl.HeartbeatFigures;
import io.ttpprocessor.kit.flowctl.ServiceDescription;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.observe.Meters;
import io.ttpprocessor.kit.observe.StatusLine;
import io.ttpprocessor.kit.security.SecuredHealth;
import io.ttpprocessor.source.LedgerSource;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceHealth;
import io.ttpprocessor.source.SourceMeters;
import io.ttpprocessor.source.SourceStatusLine;
import io.ttpprocessor.source.StreamLimits;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: a lake's ledgers over gRPC. Settings come from the environment alone. */
final class LakeService {
  /** The service's name in its log and on its health page. */
  static final String NAME = "stellar-live-source-datalake";

  private static final Logger log = LoggerFactory.getLogger(LakeService.class);

  private static final SourceMeters.Names NAMES =
      new SourceMeters.Names(
          "last_ledger_sent",
          "ledgers_sent",
          "bytes_sent",
          "error_types",
          "seconds_since_latest_ledger_closed");

  private LakeService() {}

  /** Starts all parts; they end with {@code context}. */
  static void start(ServiceContext context) throws Exception {
    Flowctl flowctl = Flowctl.read(context.settings());
    LakeConfiguration configuration = LakeConfiguration.read(context.settings());
    context.manage("certificates", configuration.security());
    FaultPolicy faults = new FaultPolicy(configuration.lake().faults());
    LakeLedgerSource source = context.manage("lake", configuration.lake().openSource(faults));
    StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
    RawLedgerGrpcService service =
        context.manage(
            "streams",
            new RawLedgerGrpcService(source, statistics, configuration.streams().most()));
    String latest = faults.call(Patience.BOUNDED, () -> latest(source));
    GrpcServer server =
        context.manage(
            "gRPC server",
            GrpcServer.builder(configuration.port())
                .security(configuration.security())
                .streamsPerPeer(configuration.streams().perPeer(), StreamLimits.PER_PEER)
                .service(service)
                .start());
    HealthReport report = new LakeHealth(new SourceHealth(source, statistics, faults), source);
    server.follow(report);
    HealthServer health =
        context.manage(
            "health server",
            HealthServer.start(
                configuration.security().healthBindAddress(),
                configuration.healthPort(),
                NAME,
                flowctl.report(
                    SecuredHealth.of(report, configuration.security(), flowctl.security())),
                flowctl.tell(meters(report, source, statistics))));
    context.manage(
        "status line", StatusLine.start(StatusLine.INTERVAL, new SourceStatusLine(report, NAMES)));
    log.info(
        "Serving the lake {} ({}; {}; network {}) on {} port {} in {}, health on {} port {}",
        configuration.lake().store().description(),
        configuration.lake().layout(),
        latest,
        source.networkPassphrase().orElse("not stated"),
        configuration.security().bindAddress(),
        server.port(),
        configuration.security(),
        configuration.security().healthBindAddress(),
        health.port());
    flowctl.start(
        context,
        ServiceDescription.ofSource(Map.of("component_id", flowctl.componentId())),
        health.port(),
        new HeartbeatFigures(report)
            .as("success_count", "ledgers_sent")
            .with("error_count")
            .as("total_processed", "ledgers_sent")
            .as("total_bytes_processed", "bytes_sent")
            .as("last_successful_sequence", "last_ledger_sent"));
  }

  private static Meters meters(
      HealthReport report, LakeLedgerSource source, StreamStatistics statistics) {
    Meters meters =
        SourceMeters.of(report, NAMES, statistics)
            .counter("ttp.lake.objects.fetched", "Objects read from the store", "objects_fetched")
            .counter("ttp.lake.bytes.fetched", "Bytes read from the store", "bytes_fetched")
            .gauge("ttp.lake.prefetch.objects", "Objects read ahead", "prefetch_depth")
            .gauge("ttp.lake.prefetch.bytes", "Bytes read ahead", "prefetch_bytes");
    source.timeFetchesBy(meters.durations("ttp.lake.fetch", "Fetch of an object from the store"));
    return meters;
  }

  /** An empty lake may fill; one that does not fit its layout never will. */
  private static String latest(LedgerSource source) throws SourceException {
    try {
      return "latest ledger " + source.latest();
    } catch (SourceException e) {
      if (e.kind() != SourceException.Kind.MISSING) {
        throw e;
      }
      return "no ledgers yet";
    }
  }
}
