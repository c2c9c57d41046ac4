package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;

/**
 * One call to the source, on a connection of its own: calls that share a connection share its
 * flow-control window, and one subscriber that reads slowly would then stop all others.
 */
final class SourceAttempt implements ClientResponseObserver<StreamLedgersRequest, RawLedger> {
  private final SourceStream stream;
  private final ManagedChannel channel;
  private final int initialRequests;
  private ClientCallStreamObserver<StreamLedgersRequest> call;

  SourceAttempt(SourceStream stream, ManagedChannel channel, int initialRequests) {
    this.stream = stream;
    this.channel = channel;
    this.initialRequests = initialRequests;
  }

  /** Begins the call; does not wait for anything. */
  void start(StreamLedgersRequest request, int maxMessageBytes) {
    RawLedgerServiceGrpc.newStub(channel)
        .withMaxInboundMessageSize(maxMessageBytes)
        .streamRawLedgers(request, this);
  }

  /** Lets the source send one ledger more. Only after {@link #start}. */
  void requestOne() {
    call.request(1);
  }

  /** Ends the call and its connection at once. */
  void close() {
    if (call != null) {
      call.cancel("no more ledgers are needed", null);
    }
    channel.shutdownNow();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<StreamLedgersRequest> requestStream) {
    call = requestStream;
    call.disableAutoRequestWithInitial(initialRequests);
  }

  @Override
  public void onNext(RawLedger ledger) {
    stream.received(this, ledger);
  }

  @Override
  public void onError(Throwable failure) {
    stream.ended(this, Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    stream.ended(this, Status.OK);
  }
}
