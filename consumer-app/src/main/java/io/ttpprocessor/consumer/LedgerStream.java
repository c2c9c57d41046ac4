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

/**
 * One call of {@code StreamLedgerEvents}: its ledgers one by one, a few of them read ahead. Ledgers
 * are asked for singly: that costs no round trip, because the transport has its own window.
 */
final class LedgerStream implements AutoCloseable {
  private static final int READ_AHEAD_LEDGERS = 16;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Receiver receiver = new Receiver();
  private final StreamLimits limits;
  private int waitingLedgers;
  private long waitingBytes;
  private boolean asked = true;

  /** What came: a ledger, a failure, or neither: the end. */
  private record Signal(LedgerEvents ledger, Throwable failure) {}

  /** Begins the call. */
  LedgerStream(Channel channel, StreamLedgerEventsRequest request, StreamLimits limits) {
    this.limits = limits;
    LedgerEventServiceGrpc.newStub(channel).streamLedgerEvents(request, receiver);
  }

  /** The next ledger, once it has come; null at the end of the stream. */
  LedgerEvents next() throws StreamFailure, InterruptedException {
    Duration silence = limits.silence();
    Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new StreamFailure(
          Status.DEADLINE_EXCEEDED.withDescription("no ledger for " + silence.toSeconds() + " s"));
    }
    if (signal.failure() != null) {
      throw new StreamFailure(Status.fromThrowable(signal.failure()));
    }
    if (signal.ledger() != null) {
      taken(signal.ledger());
      askIfThereIsRoom();
    }
    return signal.ledger();
  }

  private synchronized void came(LedgerEvents ledger) {
    waitingLedgers++;
    waitingBytes += ledger.getSerializedSize();
    asked = false;
    signals.add(new Signal(ledger, null));
  }

  private synchronized void taken(LedgerEvents ledger) {
    waitingLedgers--;
    waitingBytes -= ledger.getSerializedSize();
  }

  private void askIfThereIsRoom() {
    synchronized (this) {
      if (asked
          || waitingLedgers >= READ_AHEAD_LEDGERS
          || waitingBytes >= limits.readAheadBytes()) {
        return;
      }
      asked = true;
    }
    receiver.call.request(1);
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
      observer.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(LedgerEvents ledger) {
      came(ledger);
      askIfThereIsRoom();
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
