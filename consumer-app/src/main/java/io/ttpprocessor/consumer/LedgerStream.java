package io.ttpprocessor.consumer;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One call of {@code StreamLedgerEvents}: its ledgers one by one, a few of them read ahead. */
final class LedgerStream implements AutoCloseable {
  private static final int READ_AHEAD_LEDGERS = 16;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Receiver receiver = new Receiver();
  private final Duration silence;

  /** What came: a ledger, a failure, or neither: the end. */
  private record Signal(LedgerEvents ledger, Throwable failure) {}

  /**
   * Begins the call.
   *
   * @param silence how long to wait for the next ledger before the call counts as broken
   */
  LedgerStream(Channel channel, StreamLedgerEventsRequest request, Duration silence) {
    this.silence = silence;
    LedgerEventServiceGrpc.newStub(channel).streamLedgerEvents(request, receiver);
  }

  /** The next ledger, once it has come; null at the end of the stream. */
  LedgerEvents next() throws StreamFailure, InterruptedException {
    Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new StreamFailure(
          Status.DEADLINE_EXCEEDED.withDescription("no ledger for " + silence.toSeconds() + " s"));
    }
    if (signal.failure() != null) {
      throw new StreamFailure(Status.fromThrowable(signal.failure()));
    }
    if (signal.ledger() != null) {
      receiver.call.request(1);
    }
    return signal.ledger();
  }

  @Override
  public void close() {
    receiver.call.cancel("no longer needed", null);
  }

  private final class Receiver
      implements ClientResponseObserver<StreamLedgerEventsRequest, LedgerEvents> {
    private ClientCallStreamObserver<StreamLedgerEventsRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamLedgerEventsRequest> observer) {
      call = observer;
      observer.disableAutoRequestWithInitial(READ_AHEAD_LEDGERS);
    }

    @Override
    public void onNext(LedgerEvents ledger) {
      signals.add(new Signal(ledger, null));
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(new Signal(null, failure));
    }

    @Override
    public void onCompleted() {
      signals.add(new Signal(null, null));
    }
  }
}
