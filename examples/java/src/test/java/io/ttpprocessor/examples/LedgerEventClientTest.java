package io.ttpprocessor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on a real socket that breaks calls as it is told to. */
@Timeout(60)
class LedgerEventClientTest {
  private final List<Integer> read = new ArrayList<>();
  private final StreamLedgerEventsRequest.Builder request =
      StreamLedgerEventsRequest.newBuilder().setStartLedger(5).setEndLedger(9);
  private BreakingService service;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    service = new BreakingService();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .addService(service)
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(loopback.getHostAddress(), server.getPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void goesOnAfterTheCursorOfTheLastLedger() throws InterruptedException {
    service.breaks.add(Status.UNAVAILABLE);
    service.breaks.add(Status.RESOURCE_EXHAUSTED);
    LedgerEventClient.read(channel, request, ledger -> read.add(ledger.getSequence()));
    assertThat(read).containsExactly(5, 6, 7, 8, 9);
    assertThat(service.requests)
        .extracting(asked -> asked.getAfter().getLedgerSequence())
        .containsExactly(0, 6, 8);
    assertThat(service.requests).allMatch(asked -> asked.getEndLedger() == 9);
  }

  @Test
  void whatDoesNotPassIsThrown() {
    service.breaks.add(Status.DATA_LOSS.withDescription("ledger 7 is cut"));
    assertThatThrownBy(
            () ->
                LedgerEventClient.read(channel, request, ledger -> read.add(ledger.getSequence())))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("ledger 7 is cut");
    assertThat(read).containsExactly(5, 6);
  }

  @Test
  void ledgerThatWasNotHandledComesAgain() throws InterruptedException {
    assertThatThrownBy(
            () ->
                LedgerEventClient.read(
                    channel,
                    request,
                    ledger -> {
                      if (ledger.getSequence() == 7) {
                        throw new IllegalStateException("the database is away");
                      }
                    }))
        .hasMessage("the database is away");
    LedgerEventClient.read(channel, request, ledger -> read.add(ledger.getSequence()));
    assertThat(read).containsExactly(7, 8, 9);
  }

  /** Ends each call after two ledgers for as long as there is something to break it with. */
  private static final class BreakingService
      extends LedgerEventServiceGrpc.LedgerEventServiceImplBase {
    private final Queue<Status> breaks = new ConcurrentLinkedQueue<>();
    private final Queue<StreamLedgerEventsRequest> requests = new ConcurrentLinkedQueue<>();

    @Override
    public void streamLedgerEvents(
        StreamLedgerEventsRequest asked, StreamObserver<LedgerEvents> call) {
      requests.add(asked);
      Status status = breaks.poll();
      int next =
          asked.hasAfter() ? asked.getAfter().getLedgerSequence() + 1 : asked.getStartLedger();
      int end = status == null ? asked.getEndLedger() : next + 1;
      for (int sequence = next; sequence <= end; sequence++) {
        call.onNext(
            LedgerEvents.newBuilder()
                .setSequence(sequence)
                .setCursor(LedgerCursor.newBuilder().setLedgerSequence(sequence))
                .build());
      }
      if (status == null) {
        call.onCompleted();
      } else {
        call.onError(status.asRuntimeException());
      }
    }
  }
}
