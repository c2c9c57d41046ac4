package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.ttpprocessor.processor.event.EncodedMessage;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.LedgerChain;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import io.ttpprocessor.processor.pipeline.LedgerPipeline;
import io.ttpprocessor.processor.source.SourceListener;
import io.ttpprocessor.processor.source.SourceStream;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.source.LedgerRange;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: ledgers come from the source as the window allows, are extracted, and leave
 * in order while the client takes them. Of a ledger nothing is sent before all of it is extracted
 * and its place in the chain is checked.
 *
 * <p>Events arrive on threads of gRPC and of the workers; none of them waits for another: whoever
 * brings news also sends what can be sent, unless somebody is at it already.
 */
final class Subscription implements SourceListener {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);
  private static final int READY_THRESHOLD_BYTES = 256 << 10;

  /**
   * What the client is to be sent.
   *
   * @param range which ledgers
   * @param chain what the first of them has to follow
   * @param format what is sent for each
   */
  record Wanted(LedgerRange range, LedgerChain chain, LedgerFormat format) {}

  private final Wanted wanted;
  private final StreamMetrics metrics;
  private final ServerCallStreamObserver<EncodedMessage> call;
  private final Consumer<Subscription> onClosed;
  private final Window window;
  private final LedgerPipeline pipeline;
  private final SourceStream source;

  /** How many have asked for sending since it was last idle; above 0, one of them is sending. */
  private final AtomicInteger sendRequests = new AtomicInteger();

  /** How the source ended: OK at the range's end; null while it goes on. */
  private volatile Status sourceEnd;

  /** Whether the stream fails, if it does, by what the client asked for. */
  private volatile boolean isRequestAtFault;

  /** Why to end at once; null while there is no reason. */
  private volatile Status abort;

  private volatile boolean closed;

  /**
   * System.nanoTime() since which the client takes nothing of what there is; null while it does.
   */
  private volatile Long stalledSince;

  // Of the sending thread alone.
  private ExtractedLedger current;
  private Iterator<EncodedMessage> currentMessages = Collections.emptyIterator();
  private long lastDelivered;

  /** Takes over the call; to be used on the thread of the service's method. */
  Subscription(
      StreamParts parts,
      Wanted wanted,
      ServerCallStreamObserver<EncodedMessage> call,
      Consumer<Subscription> onClosed) {
    this.wanted = wanted;
    this.metrics = parts.metrics();
    this.call = call;
    this.onClosed = onClosed;
    this.window = new Window(parts.maximumLedgersPerStream(), parts.inFlight());
    this.pipeline = new LedgerPipeline(parts.workers(), wanted.format(), this::send);
    this.source = new SourceStream(parts.source(), wanted.range(), this);
    call.setOnReadyThreshold(READY_THRESHOLD_BYTES);
    call.setOnReadyHandler(this::send);
    call.setOnCancelHandler(this::close);
  }

  void start() {
    requestLedgers();
    source.start();
  }

  /** Ends the stream with this status as soon as no message is being sent. */
  void abort(Status status) {
    abort = status;
    send();
  }

  /** Whether the client has taken nothing for this long, while there was something for it. */
  boolean isStalledFor(Duration limit) {
    Long since = stalledSince;
    return since != null && System.nanoTime() - since >= limit.toNanos();
  }

  /** Whether its source does not serve it now. */
  boolean isWaitingForSource() {
    return source.isWaiting();
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
    sourceEnd = Status.OK;
    send();
  }

  @Override
  public void onRefusal(Status status) {
    isRequestAtFault = true;
    sourceEnd = status;
    send();
  }

  @Override
  public void onFailure(Status status) {
    sourceEnd = status;
    send();
  }

  private void requestLedgers() {
    while (window.tryRequest()) {
      source.requestOne();
    }
  }

  private void send() {
    if (sendRequests.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      sendWhatIsReady();
      seen = sendRequests.addAndGet(-seen);
    }
  }

  private void sendWhatIsReady() {
    try {
      while (!closed) {
        if (abort != null) {
          end(withPlace(abort));
          return;
        }
        // Before the pipeline is looked at: what came before the end is then in it.
        Status end = sourceEnd;
        if (current == null && !takeLedger()) {
          if (end != null && pipeline.isEmpty()) {
            end(end);
          }
          return;
        }
        if (!sendCurrent()) {
          return;
        }
      }
    } catch (StatusException e) {
      end(e.getStatus());
    } catch (RuntimeException e) {
      log.error("failed to send to consumer after ledger {}", lastDelivered, e);
      end(Status.INTERNAL.withDescription("failed to send after ledger " + lastDelivered));
    }
  }

  /** Whether there is a current ledger now. */
  private boolean takeLedger() throws StatusException {
    ExtractedLedger ledger = pipeline.poll();
    if (ledger == null) {
      return false;
    }
    isRequestAtFault = wanted.chain().isAtCursor();
    wanted.chain().append(ledger);
    isRequestAtFault = false;
    current = ledger;
    currentMessages = ledger.messages().iterator();
    return true;
  }

  /** Whether all of the current ledger has been handed over. */
  private boolean sendCurrent() {
    while (currentMessages.hasNext()) {
      if (closed || !call.isReady()) {
        stalledSince = stalledSince == null ? Long.valueOf(System.nanoTime()) : stalledSince;
        return false;
      }
      stalledSince = null;
      call.onNext(currentMessages.next());
    }
    ExtractedLedger ledger = current;
    current = null;
    lastDelivered = ledger.sequence();
    metrics.delivered(ledger.sequence(), ledger.eventCount(), ledger.nanoseconds());
    log.debug("finished processing ledger {}: {} events", ledger.sequence(), ledger.eventCount());
    window.delivered(ledger.byteCount());
    requestLedgers();
    return true;
  }

  private void end(Status status) {
    close();
    if (status.isOk()) {
      log.info("reached end ledger requested by consumer: {}", lastDelivered);
      call.onCompleted();
      return;
    }
    if (abort == null && !isRequestAtFault) {
      metrics.failed(status);
    }
    log.warn("stream ended: {}: {}", status.getCode(), status.getDescription());
    call.onError(status.asRuntimeException());
  }

  private Status withPlace(Status status) {
    if (lastDelivered > 0) {
      return status.augmentDescription(
          String.format(
              "the last whole ledger sent is %d; resume at %d", lastDelivered, lastDelivered + 1));
    }
    return current == null
        ? status
        : status.augmentDescription("no whole ledger was sent; resume at " + current.sequence());
  }

  private void close() {
    closed = true;
    source.close();
    pipeline.close();
    window.close();
    onClosed.accept(this);
  }
}
