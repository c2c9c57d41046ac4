package io.ttpprocessor.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the load is measured with does what it says. */
@Timeout(60)
class LiveLedgersTest {
  @Test
  void ledgersCloseWhenToldAndTellTheNewest() throws Exception {
    try (LiveLedgers source =
        new LiveLedgers(GoldenCorpus.SYNTHETIC_DERIVED.ledgers().subList(0, 3), 5)) {
      ManagedChannel channel = GrpcChannels.to(new Endpoint("127.0.0.1", source.port()));
      Iterator<RawLedger> stream =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .streamRawLedgers(
                  StreamLedgersRequest.newBuilder().setStartLedger(LiveLedgers.FIRST).build());
      RawLedger first = stream.next();
      assertThat(first.getSequence()).isEqualTo(LiveLedgers.FIRST);
      assertThat(first.getLatestLedger()).isEqualTo(LiveLedgers.FIRST);
      source.close(LiveLedgers.FIRST + 4);
      for (int i = 1; i <= 4; i++) {
        RawLedger next = stream.next();
        assertThat(next.getSequence()).isEqualTo(LiveLedgers.FIRST + i);
        assertThat(next.getLatestLedger()).isEqualTo(LiveLedgers.FIRST + 4);
      }
      channel.shutdownNow();
    }
  }
}
