package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.Product;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sources have together, whichever of them answer. */
@Timeout(60)
class AvailabilityTest {
  private static final FakeSource.Script NOTHING = FakeSource.failing(Status.UNAVAILABLE);

  private static Availability ask(Processor processor) {
    Client<GetAvailabilityRequest, Availability> client = Client.eager();
    processor.ledgers().getAvailability(GetAvailabilityRequest.getDefaultInstance(), client);
    client.awaitCompletion();
    assertThat(client.messages()).hasSize(1);
    return client.messages().get(0);
  }

  private static SourceInfo info(int oldest, int latest) {
    return SourceInfo.newBuilder().setOldestLedger(oldest).setLatestLedger(latest).build();
  }

  @Test
  void twoSourcesTogetherReachFromTheOldestToTheLatest() {
    try (FakeSource live = FakeSource.start(NOTHING);
        FakeSource lake = FakeSource.start(NOTHING);
        Processor processor = Processor.start(List.of(live, lake), ChainedLedgers.NETWORK)) {
      live.tell(info(900, 1000));
      lake.tell(info(2, 950));
      Availability availability = ask(processor);
      assertThat(availability.getOldestLedger()).isEqualTo(2);
      assertThat(availability.getLatestLedger()).isEqualTo(1000);
      assertThat(availability.getNetworkPassphrase())
          .isEqualTo("Public Global Stellar Network ; September 2015");
      assertThat(availability.getNetworkId().toByteArray()).isEqualTo(ChainedLedgers.NETWORK.id());
      assertThat(availability.getEventsMode()).isEqualTo("derived");
      assertThat(availability.getRulesVersion()).isEqualTo(1);
      assertThat(availability.getProductsList())
          .containsExactly(Product.PRODUCT_TOKEN_TRANSFERS, Product.PRODUCT_CONTRACT_EVENTS);
    }
  }

  @Test
  void aSourceThatIsAwayAndOneWithoutTheCallTellNothing() {
    try (FakeSource live = FakeSource.start(NOTHING);
        FakeSource lake = FakeSource.start(NOTHING);
        Processor processor = Processor.start(List.of(live, lake), ChainedLedgers.NETWORK)) {
      assertThat(ask(processor).getLatestLedger()).as("sources of the original").isZero();
      lake.tell(info(2, 950));
      live.goAway();
      assertThat(ask(processor).getOldestLedger()).isEqualTo(2);
      assertThat(ask(processor).getLatestLedger()).isEqualTo(950);
      live.comeBack();
    }
  }

  @Test
  void withoutAnySourceItIsUnavailable() {
    try (FakeSource live = FakeSource.start(NOTHING);
        Processor processor = Processor.start(live, ChainedLedgers.NETWORK)) {
      live.goAway();
      Client<GetAvailabilityRequest, Availability> client = Client.eager();
      processor.ledgers().getAvailability(GetAvailabilityRequest.getDefaultInstance(), client);
      Status status = client.awaitEnd();
      assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(status.getDescription())
          .startsWith("no source tells what it has: " + live.endpoint() + ": UNAVAILABLE: ");
      live.comeBack();
    }
  }
}
