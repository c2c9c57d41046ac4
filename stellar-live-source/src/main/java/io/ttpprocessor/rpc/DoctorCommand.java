package io.ttpprocessor.rpc;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.lifecycle.DoctorReport;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RequestStatistics;
import io.ttpprocessor.rpc.client.RpcEndpoint;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is well and what is not, one line each, in plain words. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the settings and, of each RPC server, at its network, the ledgers that it keeps,"
          + " the newest of them and the clock, and says of each in one line how it is.",
      "Exit code 0 when all is well, 1 when something is not, 2 when settings cannot be used."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Map<String, String> environment;
  private final Clock clock;
  @Spec private CommandSpec command;
  private DoctorReport report;

  DoctorCommand(Map<String, String> environment) {
    this(environment, Clock.systemUTC());
  }

  DoctorCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    report = new DoctorReport(command.commandLine().getOut());
    RpcConfiguration configuration;
    try {
      Settings variables = Settings.of(environment);
      Flowctl.read(variables).security().close();
      configuration = RpcConfiguration.read(variables);
    } catch (ConfigurationException e) {
      report.unusable(e);
      return report.exitCode();
    }
    settings(configuration);
    for (RpcEndpoint endpoint : configuration.endpoints()) {
      look(configuration, endpoint);
    }
    return report.exitCode();
  }

  private void settings(RpcConfiguration configuration) {
    RpcConfiguration.Server server = configuration.server();
    RpcOptions options = configuration.options();
    report.good("settings", "each variable can be used; ignored: " + configuration.ignored());
    report.disk();
    report.good(
        "serving",
        String.format(
            "gRPC on %s:%d in %s, health on port %d, at most %d streams",
            server.security().bindAddress(),
            server.port(),
            server.security(),
            server.healthPort(),
            server.streams().most()));
    report.good(
        "pages",
        String.format(
            "about %d bytes, at most %d ledgers; %d pages ahead of all streams",
            options.pageBytes(), options.pageLedgers(), options.pagesAhead()));
    report.good(
        "retries",
        String.format(
            "%d in a bounded range, after %d ms to %d ms",
            configuration.faults().maxRetries(),
            configuration.faults().initialBackoff().toMillis(),
            configuration.faults().maxBackoff().toMillis()));
    report.good(
        "credentials",
        configuration
            .client()
            .authorization()
            .map(header -> "each request carries the header " + header.name())
            .orElse("none are sent (RPC_AUTH_HEADER)"));
  }

  /** One server, as the service would use it. */
  private void look(RpcConfiguration configuration, RpcEndpoint endpoint)
      throws InterruptedException {
    JsonRpcClient client = new JsonRpcClient(configuration.client(), new RequestStatistics(clock));
    Endpoints one = new Endpoints(client, List.of(endpoint), configuration.networkPassphrase());
    FaultPolicy faults =
        new FaultPolicy(configuration.faults(), Set.of(SourceException.Kind.CORRUPT));
    try (RpcLedgerSource source =
        new RpcLedgerSource(client, one, faults, configuration.options())) {
      SourceDescription has = source.describe();
      report.good("network", endpoint + " is of \"" + one.passphrase().orElseThrow() + "\"");
      report.good("ledgers", String.format("it keeps %d to %d", has.oldest(), has.latest()));
      try (LedgerCursor cursor = source.open(LedgerRange.bounded(has.latest(), has.latest()))) {
        Optional<LedgerBytes> newest = cursor.next();
        report.good("reading", newest.map(LedgerBytes::toString).orElse("nothing"));
      }
      clock(source.tip().closeTime());
    } catch (SourceException e) {
      report.bad("server", e.getMessage());
    }
  }

  private void clock(Optional<Long> closeTime) {
    if (closeTime.isEmpty()) {
      report.good("clock", "the server does not tell when its newest ledger closed");
      return;
    }
    report.clock(clock, closeTime.get()).ifPresent(this::age);
  }

  private void age(Duration age) {
    if (age.compareTo(FRESH) > 0) {
      report.bad(
          "clock",
          String.format(
              "the newest ledger closed %d s ago: the server is behind the network, or this"
                  + " machine's clock is ahead",
              age.toSeconds()));
    } else {
      report.good("clock", String.format("the newest ledger closed %d s ago", age.toSeconds()));
    }
  }
}
