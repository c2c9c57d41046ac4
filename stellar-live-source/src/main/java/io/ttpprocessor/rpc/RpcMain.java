package io.ttpprocessor.rpc;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.flowctl.HeartbeatFigures;
import io.ttpprocessor.kit.flowctl.ServiceDescription;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.lifecycle.ProgramVersion;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.lifecycle.ServiceMain;
import io.ttpprocessor.kit.observe.HealthCheck;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.observe.Meters;
import io.ttpprocessor.kit.observe.StatusLine;
import io.ttpprocessor.kit.security.SecuredHealth;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RequestStatistics;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceMeters;
import io.ttpprocessor.source.SourceStatusLine;
import io.ttpprocessor.source.StreamLimits;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The program: without arguments the service, with a command's name that command. Settings come
 * from the environment alone.
 */
@Command(
    name = RpcMain.NAME,
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class,
    description =
        "Raw Stellar ledgers from RPC servers (getLedgers). Without a command: serves them over"
            + " gRPC, set up by environment variables.")
public final class RpcMain implements Callable<Integer> {
  /** The service's name in its log and on its health page. */
  static final String NAME = "stellar-live-source";

  private static final Logger log = LoggerFactory.getLogger(RpcMain.class);

  private static final SourceMeters.Names NAMES =
      new SourceMeters.Names(
          "last_sequence", "total_processed", "total_bytes", "stream_errors", "lag_seconds");

  private RpcMain() {}

  /**
   * Runs the service or a command and ends the process: exit code 0 when all is well, 1 when
   * something failed or was found wrong, 2 when settings or arguments cannot be used.
   */
  public static void main(String[] arguments) {
    System.exit(
        HealthCheck.isAsked(arguments)
            ? HealthCheck.run(arguments, RpcConfiguration.HEALTH_PORT)
            : commandLine(System.getenv()).execute(arguments));
  }

  /** The whole command line, set up by {@code environment}. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine commandLine =
        new CommandLine(new RpcMain()).addSubcommand(new DoctorCommand(environment));
    String version = ProgramVersion.of(NAME, RpcMain.class);
    commandLine.getCommandSpec().version(version);
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().version(version));
    return commandLine;
  }

  @Override
  public Integer call() {
    return ServiceMain.run(NAME, new String[0], RpcMain::start);
  }

  private static void start(ServiceContext context) throws Exception {
    Flowctl flowctl = Flowctl.read(context.settings());
    RpcConfiguration configuration = RpcConfiguration.read(context.settings());
    if (!configuration.ignored().isEmpty()) {
      log.info("These variables mean nothing here and are ignored: {}", configuration.ignored());
    }
    context.manage("certificates", configuration.server().security());
    Clock clock = Clock.systemUTC();
    RequestStatistics requests = new RequestStatistics(clock);
    StreamStatistics streams = new StreamStatistics(clock);
    RpcLedgerSource source = context.manage("source", source(configuration, requests));
    RpcConfiguration.Server address = configuration.server();
    RawLedgerGrpcService service =
        context.manage(
            "streams", new RawLedgerGrpcService(source, streams, address.streams().most()));
    RpcHealth report = new RpcHealth(clock, source, requests, streams);
    HealthServer health =
        context.manage(
            "health server",
            HealthServer.start(
                address.security().healthBindAddress(),
                address.healthPort(),
                NAME,
                flowctl.report(SecuredHealth.of(report, address.security(), flowctl.security())),
                flowctl.tell(meters(report, streams, requests))));
    context.manage(
        "status line", StatusLine.start(StatusLine.INTERVAL, new SourceStatusLine(report, NAMES)));
    GrpcServer server =
        context.manage(
            "gRPC server",
            GrpcServer.builder(address.port())
                .security(address.security())
                .streamsPerPeer(address.streams().perPeer(), StreamLimits.PER_PEER)
                .service(service)
                .start());
    server.follow(report);
    log.info(
        "Serving the ledgers of {} on {} port {} in {}, health on {} port {}",
        configuration.endpoints(),
        address.security().bindAddress(),
        server.port(),
        address.security(),
        address.security().healthBindAddress(),
        health.port());
    flowctl.start(
        context,
        ServiceDescription.ofSource(Map.of()),
        health.port(),
        new HeartbeatFigures(report)
            .with("success_count", "error_count", "total_processed")
            .as("total_bytes_processed", "total_bytes")
            .as("last_successful_sequence", "last_sequence"));
    requireNetwork(context, source);
    context.manage("tip watcher", new TipWatcher(source));
  }

  private static Meters meters(
      HealthReport report, StreamStatistics streams, RequestStatistics requests) {
    Meters meters =
        SourceMeters.of(report, NAMES, streams)
            .gauge("ttp.rpc.oldest.ledger", "Oldest ledger that the server has", "oldest_ledger")
            .gauge("ttp.rpc.prefetch.pages", "Pages read ahead", "prefetch_depth")
            .counter("ttp.rpc.answers", "Requests that were answered", "success_count")
            .counter("ttp.rpc.request.errors", "Requests that failed", "error_count");
    requests.timeAnswersBy(meters.durations("ttp.rpc.request", "Request that was answered"));
    return meters;
  }

  private static RpcLedgerSource source(
      RpcConfiguration configuration, RequestStatistics requests) {
    JsonRpcClient client = new JsonRpcClient(configuration.client(), requests);
    return new RpcLedgerSource(
        client,
        new Endpoints(client, configuration.endpoints(), configuration.networkPassphrase()),
        new FaultPolicy(configuration.faults(), Set.of(SourceException.Kind.CORRUPT)),
        configuration.options());
  }

  /** Waits for a server that is down; one of another network is a matter of the settings. */
  private static void requireNetwork(ServiceContext context, RpcLedgerSource source)
      throws SourceException, InterruptedException, ConfigurationException {
    try {
      source.requireNetwork();
      log.info("The network is \"{}\"", source.networkPassphrase().orElseThrow());
    } catch (SourceException e) {
      if (e.kind() != SourceException.Kind.WRONG_NETWORK
          && e.kind() != SourceException.Kind.REFUSED) {
        throw e;
      }
      context.settings().problem("RPC_ENDPOINT", "cannot be used: " + e.getMessage());
      context.settings().throwIfProblems();
    }
  }
}
