package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.ttpprocessor.datalake.LakeHealth;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.kit.grpc.InProcessGrpcServer;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.SourceHealth;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import java.io.IOException;
import java.time.Clock;

/**
 * A lake that this process reads itself. It is served by what {@code stellar-live-source-datalake}
 * serves it by, without a socket between: checks, retries, ends of ranges and statuses are the same
 * ones, and nobody who reads a source knows the difference.
 */
public final class LakeSource implements Source, AutoCloseable {
  private final String text;
  private final LakeLedgerSource ledgers;
  private final RawLedgerGrpcService service;
  private final InProcessGrpcServer server;

  private LakeSource(
      String text,
      LakeLedgerSource ledgers,
      RawLedgerGrpcService service,
      InProcessGrpcServer server) {
    this.text = text;
    this.ledgers = ledgers;
    this.service = service;
    this.server = server;
  }

  /**
   * Serves a lake, which is closed with this source.
   *
   * @param text the lake's URL
   * @param maxStreams most calls at a time
   */
  public static LakeSource open(String text, LakeSettings lake, int maxStreams) throws IOException {
    FaultPolicy faults = new FaultPolicy(lake.faults());
    StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
    LakeLedgerSource ledgers = lake.openSource(faults);
    RawLedgerGrpcService service = new RawLedgerGrpcService(ledgers, statistics, maxStreams);
    InProcessGrpcServer server =
        InProcessGrpcServer.start(
            service, new LakeHealth(new SourceHealth(ledgers, statistics, faults), ledgers));
    return new LakeSource(text, ledgers, service, server);
  }

  @Override
  public ManagedChannel connect() {
    return server.connect();
  }

  @Override
  public void close() {
    service.close();
    server.close();
    ledgers.close();
  }

  @Override
  public String toString() {
    return text;
  }
}
