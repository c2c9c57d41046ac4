package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import io.ttpprocessor.processor.pipeline.SharedLedger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One subscription's way along the live ledgers that are shared by all. */
final class FeedSupply implements LedgerSupply {
  private final FeedRun run;
  private final LedgerFormat format;
  private final Runnable onNews;
  private final Executor fanOut;
  private final Runnable onClosed;
  private volatile long next;
  private SharedLedger shared;
  private CompletableFuture<ExtractedLedger> made;

  /**
   * The ledgers of a run from one on.
   *
   * @param next sequence of the first
   * @param wanted what is to be polled, and who wants to know
   * @param fanOut where that is told
   * @param onClosed called when it is closed
   */
  FeedSupply(FeedRun run, long next, Wanted wanted, Executor fanOut, Runnable onClosed) {
    this.run = run;
    this.next = next;
    this.format = wanted.format();
    this.onNews = wanted.onNews();
    this.fanOut = fanOut;
    this.onClosed = onClosed;
  }

  /**
   * What a subscription wants of each ledger.
   *
   * @param format as which messages
   * @param onNews called by any thread when there is something to poll, or the end
   */
  record Wanted(LedgerFormat format, Runnable onNews) {}

  /** Called when there is a ledger more, or none to come. */
  void news() {
    onNews.run();
  }

  @Override
  public ExtractedLedger poll() throws StatusException {
    if (shared == null) {
      shared = run.ring().get(next);
      if (shared == null) {
        return null;
      }
      made = shared.in(format);
      if (!made.isDone()) {
        made.whenComplete((ledger, failure) -> fanOut.execute(onNews));
      }
    }
    if (!made.isDone()) {
      return null;
    }
    ExtractedLedger ledger = shared.get(made);
    shared = null;
    made = null;
    next++;
    return ledger;
  }

  @Override
  public void delivered(ExtractedLedger ledger) {
    // The ring keeps it for others, as long as there is room.
  }

  @Override
  public Status end() {
    return run.failure();
  }

  @Override
  public boolean isDrained() {
    return shared == null && next >= run.ring().next();
  }

  @Override
  public boolean isRequestAtFault() {
    return false;
  }

  @Override
  public boolean isLost() {
    return shared == null && next < run.ring().oldest();
  }

  @Override
  public boolean isWaiting() {
    return run.isWaiting();
  }

  @Override
  public void close() {
    run.remove(this);
    onClosed.run();
  }
}
