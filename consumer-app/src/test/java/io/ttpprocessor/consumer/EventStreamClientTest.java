package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.FaultProxy;
import io.ttpprocessor.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a broken call is taken up after the last ledger, or given up with the ledger's number. */
@Timeout(60)
class EventStreamClientTest {
  private FakeEventService upstream;
  private FaultProxy proxy;
  private ManagedChannel channel;
  private final List<Long> ledgers = new ArrayList<>();
  private final List<String> retries = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    upstream = new FakeEventService(TestLedgers.range(1, 40));
    proxy = FaultProxy.before("localhost", upstream.port());
    channel = GrpcChannels.to(new Endpoint("localhost", proxy.port()));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    proxy.close();
    upstream.close();
  }

  private void read(long start, long end, Duration silence) throws Exception {
    CursorChain chain =
        new CursorChain(RangePlan.from(start, end), new TokenTransferTable(), Optional.empty());
    client(channel, silence).read(chain, ledger -> ledgers.add((long) ledger.getSequence()));
  }

  private EventStreamClient client(ManagedChannel to, Duration silence) {
    return new EventStreamClient(
        to,
        new StreamLimits(silence, 1 << 20),
        failure -> {
          retries.add(failure.getMessage());
          proxy.heal();
        },
        Duration.ofMillis(1),
        Duration.ofMillis(50));
  }

  private void read(long start, long end) throws Exception {
    read(start, end, Duration.ofSeconds(30));
  }

  private static List<Long> sequences(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      mode = Mode.INCLUDE,
      names = {"UNAVAILABLE", "ABORTED", "DEADLINE_EXCEEDED", "CANCELLED", "RESOURCE_EXHAUSTED"})
  void goesOnAfterWhatPasses(Status.Code code) throws Exception {
    for (int i = 0; i < 3; i++) {
      upstream.breakAt(0, code.toStatus());
    }
    upstream.breakAt(20, code.toStatus());
    read(1, 40);
    assertThat(ledgers).isEqualTo(sequences(1, 40));
    assertThat(retries).hasSize(4).allMatch(text -> text.equals(code.toString()));
    assertThat(upstream.requests().get(4).getAfter().getLedgerSequence()).isEqualTo(19);
    assertThat(upstream.requests().get(4).getAfter().getNetworkId())
        .isEqualTo(TestLedgers.networkId(TestLedgers.PASSPHRASE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      mode = Mode.INCLUDE,
      names = {
        "INVALID_ARGUMENT",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "FAILED_PRECONDITION",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "DATA_LOSS",
        "UNAUTHENTICATED"
      })
  void stopsAtWhatDoesNotPass(Status.Code code) {
    upstream.breakAt(20, code.toStatus().withDescription("because"));
    assertThatThrownBy(() -> read(1, 40))
        .isInstanceOf(ConsumerException.class)
        .hasMessage("the event stream stopped after ledger 19: " + code + ": because");
    assertThat(ledgers).isEqualTo(sequences(1, 19));
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gRPC message exceeds maximum size 4194304: 5000000"})
  void stopsAtAMessageThatIsTooLarge(String description) {
    upstream.breakAt(0, Status.RESOURCE_EXHAUSTED.withDescription(description));
    assertThatThrownBy(() -> read(1, 40))
        .isInstanceOf(ConsumerException.class)
        .hasMessageContaining("stopped before its first ledger: RESOURCE_EXHAUSTED");
  }

  @Test
  void givesUpWhatLooksLikeAnErrorAfterAFewTries() {
    for (int i = 0; i < 20; i++) {
      upstream.breakAt(20, Status.UNKNOWN.withDescription("a bug"));
    }
    assertThatThrownBy(() -> read(1, 40))
        .isInstanceOf(ConsumerException.class)
        .hasMessage("the event stream stopped after ledger 19: UNKNOWN: a bug");
    // One call that brought 19 ledgers, then a first try and eight more.
    assertThat(upstream.requests()).hasSize(10);
  }

  @Test
  void goesOnWhenTheProcessIsReplaced() throws Exception {
    CursorChain chain =
        new CursorChain(RangePlan.from(1, 60), new TokenTransferTable(), Optional.empty());
    client(channel, Duration.ofSeconds(30))
        .read(
            chain,
            ledger -> {
              ledgers.add((long) ledger.getSequence());
              if (ledger.getSequence() == 40) {
                restart();
              }
            });
    assertThat(ledgers).isEqualTo(sequences(1, 60));
    assertThat(retries).isNotEmpty();
  }

  private void restart() {
    try {
      upstream.restartWith(TestLedgers.range(41, 60));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void callsAgainWhenACallFallsSilent() throws Exception {
    proxy.onByte(Direction.TO_CLIENT, 3_000, () -> proxy.stall(Direction.TO_CLIENT));
    read(1, 40, Duration.ofSeconds(1));
    assertThat(ledgers).isEqualTo(sequences(1, 40));
    assertThat(retries).contains("DEADLINE_EXCEEDED: no ledger for 1 s");
  }

  @Test
  void everyCutOfTheConnectionIsHealed() throws Exception {
    read(1, 40);
    long length = proxy.bytes(Direction.TO_CLIENT);
    for (long cut = 1; cut < length; cut += length / 10) {
      ledgers.clear();
      ManagedChannel fresh = GrpcChannels.to(new Endpoint("localhost", proxy.port()));
      proxy.cutAt(Direction.TO_CLIENT, proxy.bytes(Direction.TO_CLIENT) + cut);
      CursorChain chain =
          new CursorChain(RangePlan.from(1, 40), new TokenTransferTable(), Optional.empty());
      client(fresh, Duration.ofSeconds(30))
          .read(chain, ledger -> ledgers.add((long) ledger.getSequence()));
      fresh.shutdownNow();
      assertThat(ledgers).as("cut at byte %d of %d", cut, length).isEqualTo(sequences(1, 40));
    }
    assertThat(retries).isNotEmpty();
  }
}
