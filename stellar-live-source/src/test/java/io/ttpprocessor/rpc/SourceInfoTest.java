package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the service tells of its RPC servers, over gRPC. */
@Timeout(60)
class SourceInfoTest {
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 139);

  @Test
  void windowNetworkKindAndOriginAreTheServersOwn() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(105, 120).start();
        TestSource test =
            TestSource.over(server.url() + "/key-4711?apikey=4711")
                .passphrase(Optional.empty())
                .open()) {
      SourceInfo info = info(test);
      assertThat(info.getOldestLedger()).isEqualTo(105);
      assertThat(info.getLatestLedger()).isEqualTo(120);
      assertThat(info.getKind()).isEqualTo(SourceInfo.Kind.KIND_RPC);
      assertThat(info.getOrigin()).isEqualTo(server.url() + "/...");
      assertThat(info.getNetworkPassphrase()).isEqualTo("Test SDF Network ; September 2015");
      // SHA-256 of the passphrase, as published for the test network.
      assertThat(info.getNetworkId())
          .isEqualTo(
              ByteString.fromHex(
                  "cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472"));
      server.window(110, 130);
      assertThat(info(test).getOldestLedger()).isEqualTo(110);
      assertThat(info(test).getLatestLedger()).isEqualTo(130);
    }
  }

  @Test
  void aServerThatTellsNoWindowHasAnUnknownOldest() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).unhealthy().start();
        TestSource test = TestSource.over(server).open()) {
      SourceInfo info = info(test);
      assertThat(info.getOldestLedger()).isZero();
      assertThat(info.getLatestLedger()).isEqualTo(139);
    }
  }

  @Test
  void whatCannotBeFoundOutIsUnavailableAfterOneTry() throws Exception {
    try (FakeStellarRpc down = new FakeStellarRpc(100, LEDGERS).start();
        FakeStellarRpc refusing =
            new FakeStellarRpc(100, LEDGERS)
                .disturb((request, page) -> Optional.of(FakeStellarRpc.status(403)))
                .start();
        FakeStellarRpc other = new FakeStellarRpc(100, LEDGERS).passphrase("Other").start()) {
      down.stop();
      for (FakeStellarRpc server : List.of(down, refusing, other)) {
        try (TestSource test = TestSource.over(server).open()) {
          StatusRuntimeException failure =
              catchThrowableOfType(StatusRuntimeException.class, () -> info(test));
          assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
          assertThat(failure.getStatus().getDescription()).contains("at " + server.url());
        }
      }
      assertThat(refusing.calls("getNetwork")).isEqualTo(1);
    }
  }

  private static SourceInfo info(TestSource test) throws Exception {
    StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
    try (RawLedgerGrpcService service = new RawLedgerGrpcService(test.source, statistics, 1);
        GrpcServer server = GrpcServer.builder(0).service(service).start()) {
      ManagedChannel channel = GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
      try {
        return RawLedgerServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .getSourceInfo(GetSourceInfoRequest.getDefaultInstance());
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
