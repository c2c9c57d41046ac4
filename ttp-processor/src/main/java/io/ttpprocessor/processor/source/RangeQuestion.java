package io.ttpprocessor.processor.source;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeRequest;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeResponse;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a source for one ledger by GetLedgerRange, and hears the answer once. */
final class RangeQuestion implements StreamObserver<GetLedgerRangeResponse> {
  private static final int DEADLINE_SECONDS = 30;

  private final long ledger;
  private final Consumer<Answer> onAnswer;
  private Optional<ByteString> found = Optional.empty();

  RangeQuestion(long ledger, Consumer<Answer> onAnswer) {
    this.ledger = ledger;
    this.onAnswer = onAnswer;
  }

  /**
   * What came.
   *
   * @param ledger the ledger's bytes, if the source has it
   * @param status how the call ended; OK also where a source has nothing
   */
  record Answer(Optional<ByteString> ledger, Status status) {}

  void ask(ManagedChannel channel, int maxMessageBytes) {
    RawLedgerServiceGrpc.newStub(channel)
        .withMaxInboundMessageSize(maxMessageBytes)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getLedgerRange(
            GetLedgerRangeRequest.newBuilder()
                .setStartLedger((int) ledger)
                .setEndLedger((int) (ledger + 1))
                .build(),
            this);
  }

  @Override
  public void onNext(GetLedgerRangeResponse response) {
    found =
        response.getLedgersList().stream()
            .filter(one -> Integer.toUnsignedLong(one.getSequence()) == ledger)
            .map(RawLedger::getLedgerCloseMetaXdr)
            .findFirst();
  }

  @Override
  public void onError(Throwable failure) {
    onAnswer.accept(new Answer(Optional.empty(), Status.fromThrowable(failure)));
  }

  @Override
  public void onCompleted() {
    onAnswer.accept(new Answer(found, Status.OK));
  }
}
