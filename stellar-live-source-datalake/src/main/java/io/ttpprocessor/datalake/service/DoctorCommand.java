package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.LakeOptions;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.lifecycle.DoctorReport;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultOptions;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is well and what is not, one line each, in plain words. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the settings, the store, the manifest, the credentials, the newest ledger and the"
          + " clock, and says of each in one line how it is.",
      "Exit code 0 when all is well, 1 when something is not, 2 when settings cannot be used."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** The service waits for a store that is away; who asks the doctor wants to know now. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final String RETRIES = "1";

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
    Settings asSet = Settings.of(environment);
    FaultOptions faults = FaultOptions.read(asSet);
    try {
      Settings variables = Settings.of(impatient(asSet));
      Flowctl.read(variables).security().close();
      LakeConfiguration service = LakeConfiguration.read(variables);
      LakeSettings lake = service.lake();
      settings(service, faults);
      report.good("store", lake.store().description() + " answers");
      report.good("layout", lake.layout().toString());
      report.good("network", lake.networkPassphrase().orElse("not stated (NETWORK_PASSPHRASE)"));
      look(lake);
    } catch (ConfigurationException e) {
      report.unusable(e);
    } catch (SourceException e) {
      report.bad("store", e.getMessage());
    }
    return report.exitCode();
  }

  /** The variables, but that a store which does not answer is not waited for. */
  private Map<String, String> impatient(Settings asSet) {
    Duration silence =
        asSet.duration("STORE_TIMEOUT", PATIENCE, Duration.ofMillis(1), Duration.ofDays(1));
    try {
      asSet.throwIfProblems();
    } catch (ConfigurationException e) {
      // Told with all others, by who reads the variables as they are.
      return environment;
    }
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("MAX_RETRIES", RETRIES);
    variables.put("INITIAL_BACKOFF", "500ms");
    variables.put("MAX_BACKOFF", "500ms");
    variables.put("STORE_TIMEOUT", Math.min(silence.toMillis(), PATIENCE.toMillis()) + "ms");
    return variables;
  }

  private void settings(LakeConfiguration service, FaultOptions faults) {
    LakeSettings lake = service.lake();
    LakeOptions options = lake.options();
    report.good("settings", "each variable can be used");
    report.disk();
    report.good(
        "serving",
        String.format(
            "gRPC on %s:%d in %s, health on port %d, at most %d streams",
            service.security().bindAddress(),
            service.port(),
            service.security(),
            service.healthPort(),
            service.streams().most()));
    report.good(
        "reading ahead",
        String.format(
            "%d threads, at most %d objects a stream and %d bytes in all; objects to %d bytes",
            options.workers(),
            options.batchesAhead(),
            options.bytesAhead(),
            options.maxObjectBytes()));
    report.good(
        "retries",
        String.format(
            "%d in a bounded range, after %d ms to %d ms; a live one looks every %d ms",
            faults.maxRetries(),
            faults.initialBackoff().toMillis(),
            faults.maxBackoff().toMillis(),
            options.pollInterval().toMillis()));
  }

  private void look(LakeSettings lake) throws InterruptedException {
    try (LakeLedgerSource source = lake.openSource(new FaultPolicy(lake.faults()))) {
      report.good("access", lake.store().access());
      SourceDescription has = source.describe();
      if (has.latest() == 0) {
        report.bad("ledgers", "the lake " + has.origin() + " holds no ledgers");
        return;
      }
      report.good("ledgers", String.format("%d to %d", has.oldest(), has.latest()));
      long latest = has.latest();
      try (LedgerCursor cursor = source.open(LedgerRange.bounded(latest, latest))) {
        LedgerBytes ledger = cursor.next().orElseThrow();
        WholeLedger.parse(ledger, lake.networkPassphrase().map(Network::of));
        report.good("reading", ledger.toString());
      }
      source.closeTimeOfLatest().ifPresent(this::clock);
    } catch (SourceException e) {
      report.bad("reading", e.getMessage());
    } catch (IOException e) {
      report.bad("access", e.getMessage());
    }
  }

  private void clock(long closeTime) {
    report.clock(clock, closeTime).ifPresent(this::age);
  }

  private void age(Duration age) {
    report.good(
        "clock",
        String.format(
            "the newest ledger closed %d s ago%s",
            age.toSeconds(),
            age.compareTo(FRESH) > 0 ? ": the lake is behind, or no longer written" : ""));
  }
}
