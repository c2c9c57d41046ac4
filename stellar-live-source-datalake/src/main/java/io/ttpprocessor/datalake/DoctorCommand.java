package io.ttpprocessor.datalake;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Map<String, String> environment;
  private final Clock clock;
  @Spec private CommandSpec command;

  DoctorCommand(Map<String, String> environment) {
    this(environment, Clock.systemUTC());
  }

  DoctorCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      LakeConfiguration lake = LakeConfiguration.read(Settings.of(environment));
      settings(lake);
      good("store", lake.store().description() + " answers");
      good("layout", lake.layout().toString());
      good("network", lake.networkPassphrase().orElse("not stated (NETWORK_PASSPHRASE)"));
      return look(lake) ? 0 : 1;
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> bad("settings", problem));
      return 2;
    } catch (SourceException e) {
      bad("store", e.getMessage());
      return 1;
    }
  }

  private void settings(LakeConfiguration lake) {
    LakeOptions options = lake.options();
    good("settings", "each variable can be used");
    good(
        "serving",
        String.format(
            "gRPC on %s:%d in %s, health on port %d, at most %d streams",
            lake.security().bindAddress(),
            lake.port(),
            lake.security(),
            lake.healthPort(),
            lake.streams().most()));
    good(
        "reading ahead",
        String.format(
            "%d threads, at most %d objects a stream and %d bytes in all; objects to %d bytes",
            options.workers(),
            options.batchesAhead(),
            options.bytesAhead(),
            options.maxObjectBytes()));
    good(
        "retries",
        String.format(
            "%d in a bounded range, after %d ms to %d ms; a live one looks every %d ms",
            lake.faults().maxRetries(),
            lake.faults().initialBackoff().toMillis(),
            lake.faults().maxBackoff().toMillis(),
            options.pollInterval().toMillis()));
  }

  private boolean look(LakeConfiguration lake) throws InterruptedException {
    try (LakeLedgerSource source = lake.openSource(new FaultPolicy(lake.faults()))) {
      good("access", lake.store().access());
      SourceDescription has = source.describe();
      if (has.latest() == 0) {
        bad("ledgers", "the lake " + has.origin() + " holds no ledgers");
        return false;
      }
      good("ledgers", String.format("%d to %d", has.oldest(), has.latest()));
      long latest = has.latest();
      try (LedgerCursor cursor = source.open(LedgerRange.bounded(latest, latest))) {
        Optional<LedgerBytes> ledger = cursor.next();
        good("reading", ledger.map(LedgerBytes::toString).orElse("nothing"));
      }
      return clockAgrees(source.closeTimeOfLatest());
    } catch (SourceException e) {
      bad("reading", e.getMessage());
      return false;
    } catch (IOException e) {
      bad("access", e.getMessage());
      return false;
    }
  }

  private boolean clockAgrees(OptionalLong closeTime) {
    if (closeTime.isEmpty()) {
      return true;
    }
    Duration age = Duration.ofSeconds(clock.instant().getEpochSecond() - closeTime.getAsLong());
    if (age.plus(CLOCK_TOLERANCE).isNegative()) {
      bad(
          "clock",
          String.format(
              "this machine is %d s behind the newest ledger's close time; set its clock",
              age.negated().toSeconds()));
      return false;
    }
    good(
        "clock",
        String.format(
            "the newest ledger closed %d s ago%s",
            age.toSeconds(),
            age.compareTo(FRESH) > 0 ? ": the lake is behind, or no longer written" : ""));
    return true;
  }

  private void good(String what, String how) {
    say("ok  ", what, how);
  }

  private void bad(String what, String how) {
    say("FAIL", what, how);
  }

  private void say(String mark, String what, String how) {
    PrintWriter out = command.commandLine().getOut();
    out.printf("%s %-14s %s%n", mark, what, how);
    out.flush();
  }
}
