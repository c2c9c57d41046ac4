package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import io.ttpprocessor.processor.pipeline.LedgerPipeline;
import io.ttpprocessor.processor.source.SourceListener;
import io.ttpprocessor.processor.source.SourceStream;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.source.LedgerRange;

/** Ledgers of one range: read from the source as the window allows, and extracted. */
final class SourceSupply implements LedgerSupply, SourceListener {
  private final Runnable onNews;
  private final Window window;
  private final LedgerPipeline pipeline;
  private final SourceStream source;
  private volatile Status end;
  private volatile boolean requestAtFault;
  private volatile boolean closed;

  private SourceSupply(
      StreamParts parts, LedgerRange range, LedgerPipeline pipeline, Runnable onNews) {
    this.onNews = onNews;
    this.window = new Window(parts.maximumLedgersPerStream(), parts.inFlight());
    this.pipeline = pipeline;
    this.source = new SourceStream(parts.source(), range, this);
  }

  /**
   * Ledgers of a range with a format's messages; nothing is read before {@link #start}.
   *
   * @param onNews called by any thread when there is something to poll, or the end
   */
  static SourceSupply of(
      StreamParts parts, LedgerRange range, LedgerFormat format, Runnable onNews) {
    return new SourceSupply(
        parts, range, new LedgerPipeline(parts.workers(), format, onNews), onNews);
  }

  /** The same without messages, but with what it takes to make those of any format. */
  static SourceSupply ofContents(StreamParts parts, LedgerRange range, Runnable onNews) {
    return new SourceSupply(
        parts, range, LedgerPipeline.ofContents(parts.workers(), onNews), onNews);
  }

  void start() {
    requestLedgers();
    source.start();
  }

  @Override
  public ExtractedLedger poll() throws StatusException {
    return pipeline.poll();
  }

  @Override
  public void delivered(ExtractedLedger ledger) {
    window.delivered(ledger.byteCount());
    requestLedgers();
  }

  @Override
  public Status end() {
    return end;
  }

  @Override
  public boolean isDrained() {
    return pipeline.isEmpty();
  }

  @Override
  public boolean isRequestAtFault() {
    return requestAtFault;
  }

  @Override
  public boolean isLost() {
    return false;
  }

  @Override
  public boolean isWaiting() {
    return source.isWaiting();
  }

  @Override
  public void close() {
    closed = true;
    source.close();
    pipeline.close();
    window.close();
  }

  @Override
  public void onLedger(RawLedger ledger) {
    window.arrived(ledger.getLedgerCloseMetaXdr().size());
    if (!closed) {
      pipeline.submit(ledger);
      requestLedgers();
    }
  }

  @Override
  public void onEnd() {
    end(Status.OK);
  }

  @Override
  public void onRefusal(Status status) {
    requestAtFault = true;
    end(status);
  }

  @Override
  public void onFailure(Status status) {
    end(status);
  }

  private void end(Status status) {
    end = status;
    onNews.run();
  }

  private void requestLedgers() {
    while (window.tryRequest()) {
      source.requestOne();
    }
  }
}
