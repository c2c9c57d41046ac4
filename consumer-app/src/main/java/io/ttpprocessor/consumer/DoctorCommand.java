package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.lifecycle.DoctorReport;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.store.DatabaseExamination;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is well and what is not, one line each, in plain words. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the settings, the processor with its network and ledgers, and the database with its"
          + " durability, tables, privileges, cursors, size and clock, and says of each in one line"
          + " how it is. Changes nothing.",
      "Exit code 0 when all is well, 1 when something is not, 2 when settings cannot be used."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 15;

  private final Map<String, String> environment;
  @Spec private CommandSpec command;
  private DoctorReport report;

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    report = new DoctorReport(command.commandLine().getOut());
    Settings variables = Settings.of(environment);
    try (ServerSecurity security = ServerSecurity.read(variables)) {
      Flowctl.read(variables).security().close();
      ConsumerSettings settings = ConsumerSettings.read(variables);
      report.good("settings", "each variable can be used");
      report.disk();
      report.good(
          "serving",
          String.format(
              "health on %s:%d, gRPC health on port %d in %s",
              security.healthBindAddress(), settings.healthPort(), settings.grpcPort(), security));
      processor(settings);
      settings.security().close();
      new DatabaseExamination(settings.database(), settings.tables(), report).run();
    } catch (ConfigurationException e) {
      report.unusable(e);
    }
    return report.exitCode();
  }

  private void processor(ConsumerSettings settings) {
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    try {
      Availability has =
          LedgerEventServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .getAvailability(GetAvailabilityRequest.getDefaultInstance());
      report.good("processor", settings.service() + " answers, in mode " + has.getEventsMode());
      String network = HexFormat.of().formatHex(has.getNetworkId().toByteArray());
      if (settings.network().isPresent() && !settings.network().get().equals(network)) {
        report.bad(
            "network",
            String.format(
                "the processor is of network %s, but NETWORK_PASSPHRASE is of network %s",
                Networks.describe(network), Networks.describe(settings.network().get())));
      } else {
        report.good("network", has.getNetworkPassphrase());
      }
      report.good(
          "ledgers",
          String.format(
              "%d to %d",
              Integer.toUnsignedLong(has.getOldestLedger()),
              Integer.toUnsignedLong(has.getLatestLedger())));
    } catch (StatusRuntimeException e) {
      report.bad("processor", settings.service() + ": " + e.getMessage());
    } finally {
      channel.shutdownNow();
    }
  }
}
