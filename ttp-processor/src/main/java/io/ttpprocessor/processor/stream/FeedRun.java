package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.LedgerChain;
import io.ttpprocessor.processor.pipeline.LedgerPipeline;
import io.ttpprocessor.processor.pipeline.SharedLedger;
import io.ttpprocessor.processor.source.SourceListener;
import io.ttpprocessor.processor.source.SourceStream;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.source.LedgerRange;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live ledgers from one on, read and extracted once for all members, until there are none or it
 * fails; what came before a failure stays to be sent. Thread-safe.
 */
final class FeedRun implements SourceListener {
  private static final Logger log = LoggerFactory.getLogger(FeedRun.class);

  private final StreamParts parts;
  private final Executor fanOut;
  private final LedgerRing ring;
  private final LedgerChain chain = LedgerChain.fromAnywhere();
  private final Set<FeedSupply> members = ConcurrentHashMap.newKeySet();
  private final OneAtATime collector = new OneAtATime(this::collect);
  private final Window window;
  private final LedgerPipeline pipeline;
  private final SourceStream source;
  private volatile Status failure;

  /** Of the source; told after the ledgers that came before it have been extracted. */
  private volatile Status sourceFailure;

  private volatile boolean closed;

  /** A run that has not started. */
  FeedRun(StreamParts parts, Executor fanOut, long first, long ringBytes) {
    this.parts = parts;
    this.fanOut = fanOut;
    this.ring = new LedgerRing(first, ringBytes);
    this.window = new Window(parts.maximumLedgersPerStream(), parts.inFlight());
    this.pipeline = LedgerPipeline.ofContents(parts.workers(), collector);
    this.source = new SourceStream(parts.source(), LedgerRange.live(first), this);
  }

  void start() {
    log.info("following the network from ledger {} on, for all live subscribers", ring.next());
    requestLedgers();
    source.start();
  }

  /** The ledgers read so far that there is room for. */
  LedgerRing ring() {
    return ring;
  }

  /** Why there will be no ledger after those of the ring; null while there will be. */
  Status failure() {
    return failure;
  }

  boolean isWaiting() {
    return source.isWaiting();
  }

  int memberCount() {
    return members.size();
  }

  void add(FeedSupply member) {
    members.add(member);
  }

  void remove(FeedSupply member) {
    members.remove(member);
  }

  void close() {
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
    onFailure(Status.INTERNAL.withDescription("a live range has ended"));
  }

  @Override
  public void onRefusal(Status status) {
    onFailure(status);
  }

  @Override
  public void onFailure(Status status) {
    sourceFailure = status;
    collector.run();
  }

  private void requestLedgers() {
    while (window.tryRequest()) {
      source.requestOne();
    }
  }

  private void collect() {
    boolean news = false;
    try {
      // Before the pipeline is looked at: what came before the failure is then in it.
      Status end = sourceFailure;
      for (ExtractedLedger next = poll(); next != null; next = poll()) {
        add(next);
        news = true;
      }
      if (end != null && pipeline.isEmpty()) {
        throw end.asException();
      }
    } catch (StatusException e) {
      if (failure == null && !closed) {
        log.warn("live ledgers end: {}", e.getMessage());
        failure = e.getStatus();
        close();
        news = true;
      }
    }
    if (news) {
      members.forEach(member -> fanOut.execute(member::news));
    }
  }

  private ExtractedLedger poll() throws StatusException {
    return failure == null && !closed ? pipeline.poll() : null;
  }

  private void add(ExtractedLedger ledger) throws StatusException {
    chain.append(ledger);
    long sequence = ledger.sequence();
    ring.add(
        new SharedLedger(ledger, parts.workers(), byteCount -> ring.grow(sequence, byteCount)));
    window.delivered(ledger.byteCount());
    requestLedgers();
  }
}
