package io.ttpprocessor.processor;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.lifecycle.DoctorReport;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.source.Source;
import io.ttpprocessor.processor.source.Sources;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc.RawLedgerServiceBlockingStub;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.IOException;
import java.time.Clock;
import java.util.Iterator;
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
      "Looks at the settings and, of each source, at its network, its ledgers, the events of the"
          + " newest and the clock, and says of each in one line how it is.",
      "Exit code 0 when all is well, 1 when something is not, 2 when settings cannot be used."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 15;
  private static final long MEBIBYTE = 1 << 20;

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
    Settings variables = Settings.of(environment);
    try (ServerSecurity security = ServerSecurity.read(variables)) {
      Flowctl.read(variables).security().close();
      ProcessorSettings settings = ProcessorSettings.read(variables);
      settings(settings, security);
      try (Sources sources = settings.openSources(variables)) {
        sources.inOrder().forEach(source -> look(settings, source));
      }
      settings.sourceSecurity().close();
    } catch (SourceException | IOException e) {
      report.bad("source", e.getMessage());
    } catch (ConfigurationException e) {
      report.unusable(e);
    }
    return report.exitCode();
  }

  private void settings(ProcessorSettings settings, ServerSecurity security) {
    report.good("settings", "each variable can be used");
    report.disk();
    report.good(
        "serving",
        String.format(
            "gRPC on %s:%d in %s, health on port %d, at most %d streams, %d of one peer",
            security.bindAddress(),
            settings.port(),
            security,
            settings.healthPort(),
            settings.maxSubscribers(),
            settings.maxStreamsPerPeer()));
    report.good(
        "extraction",
        String.format(
            "mode %s, checks %s, %d workers",
            settings.extraction().mode().text(),
            settings.extraction().checks().text(),
            settings.extractionWorkers()));
    report.good(
        "memory",
        String.format(
            "%d MiB of heap: at most %d MiB of raw ledgers, %d MiB of newest ones",
            Runtime.getRuntime().maxMemory() / MEBIBYTE,
            settings.maxInFlightBytes() / MEBIBYTE,
            settings.liveRingBytes() / MEBIBYTE));
  }

  /** One source, as the service would use it. */
  private void look(ProcessorSettings settings, Source source) {
    ManagedChannel channel = source.connect();
    RawLedgerServiceBlockingStub stub =
        RawLedgerServiceGrpc.newBlockingStub(channel)
            .withMaxInboundMessageSize(settings.maxMessageBytes())
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      long latest = tell(stub, settings.extraction().network(), source);
      read(stub, settings, latest);
    } catch (StatusRuntimeException e) {
      report.bad("source", source + ": " + e.getMessage());
    } finally {
      channel.shutdownNow();
    }
  }

  /** What the source says of itself; its newest ledger, 0 where it does not tell. */
  private long tell(RawLedgerServiceBlockingStub stub, Network network, Source source) {
    SourceInfo info;
    try {
      info = stub.getSourceInfo(GetSourceInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      report.good("source", source + " answers, but does not tell what it has");
      return 0;
    }
    report.good("source", source + " reads " + info.getOrigin());
    String passphrase = info.getNetworkPassphrase();
    if (!passphrase.isEmpty() && !passphrase.equals(network.passphrase())) {
      report.bad(
          "network",
          String.format(
              "it is of \"%s\", but NETWORK_PASSPHRASE is \"%s\"",
              passphrase, network.passphrase()));
    } else {
      report.good("network", passphrase.isEmpty() ? "it does not tell" : passphrase);
    }
    long latest = Integer.toUnsignedLong(info.getLatestLedger());
    report.good(
        "ledgers",
        String.format("%d to %d", Integer.toUnsignedLong(info.getOldestLedger()), latest));
    return latest;
  }

  private void read(RawLedgerServiceBlockingStub stub, ProcessorSettings settings, long latest) {
    Iterator<RawLedger> ledgers =
        stub.streamRawLedgers(
            StreamLedgersRequest.newBuilder()
                .setStartLedger((int) latest)
                .setEndLedger((int) latest)
                .build());
    if (!ledgers.hasNext()) {
      report.bad("reading", "the source sends no ledger");
      return;
    }
    RawLedger newest = ledgers.next();
    try {
      LedgerEvents events =
          new EventExtractor(settings.extraction().network())
              .extract(newest.getLedgerCloseMetaXdr().toByteArray());
      report.good(
          "reading",
          String.format(
              "ledger %d, protocol %d, has %d token transfers",
              events.sequence(), events.protocolVersion(), events.events().size()));
      report
          .clock(clock, events.closeTimeSeconds())
          .ifPresent(
              age ->
                  report.good("clock", "the newest ledger closed " + age.toSeconds() + " s ago"));
    } catch (LedgerException | ExtractionException | XdrException e) {
      report.bad(
          "reading",
          String.format(
              "ledger %d (from %s): %s",
              Integer.toUnsignedLong(newest.getSequence()), newest.getOrigin(), e.getMessage()));
    }
  }
}
