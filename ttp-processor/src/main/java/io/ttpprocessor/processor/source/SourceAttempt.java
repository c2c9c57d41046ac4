package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.util.List;

/**
 * One call to the source, on a connection of its own: calls that share a connection share its
 * flow-control window, and one subscriber that reads slowly would then stop all others.
 *
 * <p>Where there are ledgers to be compared, the first ledger that comes shows that the source is
 * one to go over to: the call is given up for the comparison, and made once more after it.
 */
final class SourceAttempt {
  private final SourceStream stream;
  private final SourceClient client;
  private final Source source;
  private final StreamLedgersRequest request;
  private final ManagedChannel channel;
  private List<OverlapWindow.Print> before;
  private OverlapCheck check;
  private Call call;
  private volatile boolean comparing;
  private boolean closed;

  /**
   * An attempt that has not begun.
   *
   * @param before ledgers of other sources that are to be compared with what this one has
   */
  SourceAttempt(
      SourceStream stream,
      SourceClient client,
      Source source,
      StreamLedgersRequest request,
      List<OverlapWindow.Print> before) {
    this.stream = stream;
    this.client = client;
    this.source = source;
    this.request = request;
    this.channel = source.connect();
    this.before = before;
  }

  /**
   * Begins the call; does not wait for anything.
   *
   * @param ledgers how many the source may send at first
   */
  void open(int ledgers) {
    comparing = false;
    call = new Call(ledgers);
    RawLedgerServiceGrpc.newStub(channel)
        .withMaxInboundMessageSize(client.maxMessageBytes())
        .streamRawLedgers(request, call);
  }

  /** Lets the source send one ledger more. Only after {@link #open}. */
  void requestOne() {
    call.observer.request(1);
  }

  /** Whether it has nothing to say because a comparison is being made. */
  boolean isComparing() {
    return comparing;
  }

  /** Ends the call and its connection at once. */
  void close() {
    if (call != null) {
      call.observer.cancel("no more ledgers are needed", null);
    }
    closeCheck();
    channel.shutdownNow();
  }

  private void compareFirst() {
    comparing = true;
    OverlapCheck begun =
        new OverlapCheck(client, source, before, outcome -> stream.compared(this, outcome));
    before = List.of();
    if (keep(begun)) {
      begun.start();
    }
  }

  private synchronized boolean keep(OverlapCheck begun) {
    check = begun;
    return !closed;
  }

  private synchronized void closeCheck() {
    closed = true;
    if (check != null) {
      check.close();
    }
  }

  /** One opening of the call; what it says after it was given up is not passed on. */
  private final class Call implements ClientResponseObserver<StreamLedgersRequest, RawLedger> {
    private final int initialRequests;
    private ClientCallStreamObserver<StreamLedgersRequest> observer;
    private boolean givenUp;

    Call(int initialRequests) {
      this.initialRequests = initialRequests;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamLedgersRequest> requestStream) {
      observer = requestStream;
      observer.disableAutoRequestWithInitial(initialRequests);
    }

    @Override
    public void onNext(RawLedger ledger) {
      if (givenUp) {
        return;
      }
      if (before.isEmpty()) {
        stream.received(SourceAttempt.this, ledger);
      } else {
        givenUp = true;
        observer.cancel("ledgers are compared first", null);
        compareFirst();
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (!givenUp) {
        stream.ended(SourceAttempt.this, Status.fromThrowable(failure));
      }
    }

    @Override
    public void onCompleted() {
      if (!givenUp) {
        stream.ended(SourceAttempt.this, Status.OK);
      }
    }
  }
}
