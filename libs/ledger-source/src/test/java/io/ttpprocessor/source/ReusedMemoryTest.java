package io.ttpprocessor.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.grpc.InProcessGrpcServer;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A source may write over the ledgers that a stream has sent, if the transport has copied them: the
 * source here writes over each of them.
 */
@Timeout(60)
class ReusedMemoryTest {
  private static final int LEDGERS = 120;
  private static final int LEDGER_BYTES = 300_000;

  private final FakeSource source = new FakeSource(LEDGERS, LEDGER_BYTES);
  private final StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());

  @Test
  void overASocketMemoryIsReused() throws Exception {
    try (RawLedgerGrpcService service = new RawLedgerGrpcService(source, statistics, 4);
        GrpcServer server = GrpcServer.builder(0).service(service).start()) {
      ManagedChannel channel = GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
      assertThatAllLedgersArriveUnchanged(channel);
      assertThat(source.reused.get()).isEqualTo(LEDGERS);
    }
  }

  @Test
  void withinAProcessItIsNot() throws Exception {
    try (RawLedgerGrpcService service = new RawLedgerGrpcService(source, statistics, 4);
        InProcessGrpcServer server =
            InProcessGrpcServer.start(service, new SourceHealth(source, statistics))) {
      assertThatAllLedgersArriveUnchanged(server.connect());
      assertThat(source.reused.get()).isZero();
    }
  }

  private static void assertThatAllLedgersArriveUnchanged(ManagedChannel channel) {
    try {
      List<RawLedger> ledgers = new ArrayList<>();
      RawLedgerServiceGrpc.newBlockingStub(channel)
          .withWaitForReady()
          .streamRawLedgers(
              StreamLedgersRequest.newBuilder().setStartLedger(1).setEndLedger(LEDGERS).build())
          .forEachRemaining(ledgers::add);
      assertThat(ledgers).hasSize(LEDGERS);
      for (RawLedger ledger : ledgers) {
        byte[] expected = new byte[LEDGER_BYTES];
        expected[0] = (byte) ledger.getSequence();
        assertThat(ledger.getLedgerCloseMetaXdr().toByteArray()).isEqualTo(expected);
      }
    } finally {
      channel.shutdownNow();
    }
  }
}
