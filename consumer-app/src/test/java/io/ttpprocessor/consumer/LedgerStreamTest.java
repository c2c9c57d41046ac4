package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.store.TestLedgers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: how much is read ahead is bounded by weight, and by number. Method: requests counted. */
@Timeout(60)
class LedgerStreamTest {
  private static final StreamLedgerEventsRequest REQUEST =
      StreamLedgerEventsRequest.newBuilder().setStartLedger(1).setEndLedger(40).build();

  /** Counts the messages that a call asks for and those whose delivery is over. */
  private static final class Counter implements ClientInterceptor {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger delivered = new AtomicInteger();

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<Q, R>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          super.start(counting(listener), headers);
        }

        @Override
        public void request(int messages) {
          asked.addAndGet(messages);
          super.request(messages);
        }
      };
    }

    private <R> ClientCall.Listener<R> counting(ClientCall.Listener<R> listener) {
      return new SimpleForwardingClientCallListener<R>(listener) {
        @Override
        public void onMessage(R message) {
          super.onMessage(message);
          delivered.incrementAndGet();
        }
      };
    }

    /** All that was asked for is there, and as much as {@code messages} was. */
    private void awaitAsked(int messages) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> delivered.get() == messages && asked.get() == messages);
    }
  }

  /** Ledgers 1 to 40, of {@code events} times about 300 bytes each. */
  private static List<LedgerEvents> ledgers(int events) {
    List<LedgerEvents> ledgers = new ArrayList<>();
    TokenTransferEvent[] transfers = new TokenTransferEvent[events];
    Arrays.fill(transfers, TestLedgers.transfer("1"));
    for (long sequence = 1; sequence <= 40; sequence++) {
      ledgers.add(TestLedgers.ledger(sequence, transfers));
    }
    return ledgers;
  }

  private static void assertReadAhead(List<LedgerEvents> ledgers, long bytes, int readAhead)
      throws Exception {
    Counter counter = new Counter();
    try (FakeEventService upstream = new FakeEventService(ledgers)) {
      ManagedChannel channel = GrpcChannels.to(new Endpoint("localhost", upstream.port()));
      try (LedgerStream stream =
          new LedgerStream(
              ClientInterceptors.intercept(channel, counter),
              REQUEST,
              new StreamLimits(Duration.ofSeconds(20), bytes))) {
        List<LedgerEvents> read = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          counter.awaitAsked(i + readAhead);
          read.add(stream.next());
        }
        while (read.size() < ledgers.size()) {
          read.add(stream.next());
        }
        assertThat(read).isEqualTo(ledgers);
        assertThat(stream.next()).isNull();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void asksForNoMoreWhileTheLedgersThatWaitWeighEnough() throws Exception {
    List<LedgerEvents> ledgers = ledgers(100);
    long size = ledgers.get(0).getSerializedSize();
    // After two there is room for a little more, after three there is none.
    assertReadAhead(ledgers, 2 * size + size / 2, 3);
  }

  @Test
  void holdsALedgerThatIsLargerThanAllowed() throws Exception {
    assertReadAhead(ledgers(100), 1, 1);
  }

  @Test
  void holdsNoMoreThanSixteenSmallLedgers() throws Exception {
    assertReadAhead(ledgers(1), 1 << 20, 16);
  }
}
