package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the sources which ledgers they have. A source of the original pipeline, which has no such
 * call, answers that it does not tell. Thread-safe; no method blocks.
 */
public final class SourceWindows {
  private static final int DEADLINE_SECONDS = 5;

  private final SourceClient client;

  /** For the sources of this client. */
  public SourceWindows(SourceClient client) {
    this.client = client;
  }

  /**
   * What all sources together have now; fails with UNAVAILABLE when none of them answers within
   * five seconds.
   */
  public CompletableFuture<SourceWindow> window() {
    List<CompletableFuture<SourceWindow>> answers = new ArrayList<>();
    for (Source source : client.sources()) {
      answers.add(ask(source));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .handle((nothing, failure) -> together(answers));
  }

  private SourceWindow together(List<CompletableFuture<SourceWindow>> answers) {
    List<SourceWindow> told =
        answers.stream()
            .filter(answer -> !answer.isCompletedExceptionally())
            .map(CompletableFuture::join)
            .toList();
    if (told.isEmpty()) {
      throw Status.UNAVAILABLE
          .withDescription("no source tells what it has: " + reasons(answers))
          .asRuntimeException();
    }
    return told.stream().reduce(SourceWindow.UNKNOWN, SourceWindow::plus);
  }

  private String reasons(List<CompletableFuture<SourceWindow>> answers) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Status status =
          answers
              .get(i)
              .handle((window, failure) -> Status.fromThrowable(failure))
              .getNow(Status.UNKNOWN);
      reasons.add(client.sources().get(i) + ": " + SourceFault.describe(status));
    }
    return String.join("; ", reasons);
  }

  private CompletableFuture<SourceWindow> ask(Source source) {
    ManagedChannel channel = source.connect();
    CompletableFuture<SourceWindow> answer = new CompletableFuture<>();
    RawLedgerServiceGrpc.newStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getSourceInfo(GetSourceInfoRequest.getDefaultInstance(), new Answer(answer));
    return answer.whenComplete((window, failure) -> channel.shutdownNow());
  }

  private record Answer(CompletableFuture<SourceWindow> future)
      implements StreamObserver<SourceInfo> {
    @Override
    public void onNext(SourceInfo info) {
      future.complete(
          new SourceWindow(
              Integer.toUnsignedLong(info.getOldestLedger()),
              Integer.toUnsignedLong(info.getLatestLedger())));
    }

    @Override
    public void onError(Throwable failure) {
      if (SourceFault.isUnknownCall(failure)) {
        future.complete(SourceWindow.UNKNOWN);
      } else {
        future.completeExceptionally(failure);
      }
    }

    @Override
    public void onCompleted() {
      // onNext has completed it.
    }
  }
}
