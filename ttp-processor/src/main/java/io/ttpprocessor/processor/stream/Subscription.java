package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.source.LedgerRange;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: ledgers come from a {@link LedgerSupply} and leave in order while the client
 * takes them. Of a ledger nothing is sent before all of it is extracted and its place in the chain
 * is checked. A live stream goes over to the ledgers that all live streams share as soon as it has
 * come to them, and back to ledgers of its own should it fall behind them.
 *
 * <p>Events arrive on threads of gRPC and of the workers; none of them waits for another: whoever
 * brings news also sends what can be sent, unless somebody is at it already.
 */
final class Subscription {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);

  /** Enough to go on sending until the next ledger is due; there may be thousands of streams. */
  private static final int READY_THRESHOLD_BYTES = 64 << 10;

  /** Small messages are counted together: to count costs more than to send one. */
  private static final int LEAST_COUNTED_BYTES = 32 << 10;

  private final StreamParts parts;
  private final LedgerFeed feed;
  private final StreamRequest request;
  private final LedgerRange range;
  private final ServerCallStreamObserver<EncodedMessage> call;
  private final Consumer<Subscription> onClosed;
  private final OneAtATime sender = new OneAtATime(this::sendWhatIsReady);

  /** Whether the stream fails, if it does, by what the client asked for. */
  private volatile boolean isRequestAtFault;

  /** Why to end at once; null while there is no reason. */
  private volatile Status abort;

  private volatile boolean closed;

  /**
   * System.nanoTime() since which the client takes nothing of what there is; null while it does.
   */
  private volatile Long stalledSince;

  private volatile LedgerSupply supply;

  // Of the sending thread alone.
  private ExtractedLedger current;
  private Iterator<EncodedMessage> currentMessages = Collections.emptyIterator();
  private EncodedMessage next;
  private int uncounted;
  private long takenAt;
  private ExtractedLedger last;

  /** What the transport may hold of this stream's messages beyond the threshold. */
  private final AtomicLong outbound = new AtomicLong();

  /** Takes over the call of a request for a range; to be used on the service method's thread. */
  Subscription(
      StreamParts parts,
      LedgerFeed feed,
      StreamRequest request,
      ServerCallStreamObserver<EncodedMessage> call,
      Consumer<Subscription> onClosed) {
    this.parts = parts;
    this.feed = feed;
    this.request = request;
    this.range = request.range().orElseThrow();
    this.call = call;
    this.onClosed = onClosed;
    call.setOnReadyThreshold(READY_THRESHOLD_BYTES);
    call.setOnReadyHandler(sender);
    call.setOnCancelHandler(this::close);
  }

  void start() {
    LedgerSupply shared = range.isLive() ? sharedFromStart() : null;
    if (shared == null) {
      readOwn(range);
    } else {
      use(shared);
      sender.run();
    }
  }

  /** Ends the stream with this status as soon as no message is being sent. */
  void abort(Status status) {
    abort = status;
    sender.run();
  }

  /** Whether the client has taken nothing for this long, while there was something for it. */
  boolean isStalledFor(Duration limit) {
    Long since = stalledSince;
    return since != null && System.nanoTime() - since >= limit.toNanos();
  }

  /** Whether its source does not serve it now. */
  boolean isWaitingForSource() {
    LedgerSupply now = supply;
    return now != null && now.isWaiting();
  }

  private LedgerSupply sharedFromStart() {
    return range.first() == LedgerRange.LATEST
        ? feed.joinNewest(wanted())
        : feed.join(range.first(), false, wanted());
  }

  private FeedSupply.Wanted wanted() {
    return new FeedSupply.Wanted(request.format(), sender);
  }

  private void readOwn(LedgerRange ledgers) {
    SourceSupply own = SourceSupply.of(parts, ledgers, request.format(), sender);
    use(own);
    own.start();
  }

  /** Goes over to another supply; whoever closes meanwhile closes one of the two, and this both. */
  private void use(LedgerSupply next) {
    LedgerSupply before = supply;
    supply = next;
    if (before != null) {
      before.close();
    }
    if (closed) {
      next.close();
    }
  }

  private void sendWhatIsReady() {
    if (call.isReady()) {
      giveBackOutbound();
    }
    try {
      while (!closed) {
        if (abort != null) {
          end(withPlace(abort));
          return;
        }
        if (supply == null) {
          // The transport is ready sooner than the stream has started, which asks for this again.
          return;
        }
        changeSupply();
        // Before the poll: what came before the end is then found by it.
        Status end = supply.end();
        if (current == null && !takeLedger()) {
          if (end != null && supply.isDrained()) {
            isRequestAtFault = supply.isRequestAtFault();
            end(end);
            return;
          }
          if (!supply.isLost()) {
            return;
          }
        } else if (!sendCurrent()) {
          return;
        }
      }
    } catch (StatusException e) {
      end(e.getStatus());
    } catch (RuntimeException e) {
      log.error("failed to send to consumer after ledger {}", lastDelivered(), e);
      end(Status.INTERNAL.withDescription("failed to send after ledger " + lastDelivered()));
    }
  }

  /** Between two ledgers of a live stream, from its own to the shared ones, or back. */
  private void changeSupply() {
    if (current != null || !range.isLive()) {
      return;
    }
    if (supply.isLost()) {
      readOwn(LedgerRange.live(last == null ? range.first() : last.sequence() + 1));
    } else if (last != null && supply instanceof SourceSupply) {
      FeedSupply shared = feed.join(last.sequence() + 1, last.isNewest(), wanted());
      if (shared != null) {
        use(shared);
      }
    }
  }

  /** Whether there is a current ledger now. */
  private boolean takeLedger() throws StatusException {
    ExtractedLedger ledger = supply.poll();
    if (ledger == null) {
      return false;
    }
    isRequestAtFault = request.chain().isAtCursor();
    request.chain().append(ledger);
    isRequestAtFault = false;
    current = ledger;
    takenAt = System.nanoTime();
    currentMessages = ledger.messages().iterator();
    return true;
  }

  /** Whether all of the current ledger has been handed over. */
  private boolean sendCurrent() {
    while (next != null || currentMessages.hasNext()) {
      if (next == null) {
        next = currentMessages.next();
      }
      if (closed || !call.isReady()) {
        stalledSince = stalledSince == null ? Long.valueOf(System.nanoTime()) : stalledSince;
        return false;
      }
      stalledSince = null;
      giveBackOutbound();
      if (!handOver()) {
        return false;
      }
    }
    last = current;
    current = null;
    parts.metrics().delivered(last, System.nanoTime() - takenAt);
    log.debug("finished processing ledger {}: {} events", last.sequence(), last.eventCount());
    supply.delivered(last);
    return true;
  }

  /** Whether there was room for the next message. */
  private boolean handOver() {
    int bytes = uncounted + next.length();
    if (bytes >= LEAST_COUNTED_BYTES) {
      if (!parts.outbound().take(bytes, sender)) {
        return false;
      }
      outbound.addAndGet(bytes);
      bytes = 0;
    }
    uncounted = bytes;
    call.onNext(next);
    next = null;
    return true;
  }

  private void giveBackOutbound() {
    if (outbound.get() > 0) {
      feed.execute(parts.outbound().giveBack(outbound.getAndSet(0), null));
    }
  }

  private void end(Status status) {
    close();
    if (status.isOk()) {
      log.info("reached end ledger requested by consumer: {}", lastDelivered());
      call.onCompleted();
      return;
    }
    if (isRequestAtFault) {
      parts.metrics().refused(status);
    } else if (abort == null) {
      parts.metrics().failed(status);
    }
    log.warn("stream ended: {}: {}", status.getCode(), status.getDescription());
    call.onError(status.asRuntimeException());
  }

  private long lastDelivered() {
    return last == null ? 0 : last.sequence();
  }

  private Status withPlace(Status status) {
    if (last != null) {
      return status.augmentDescription(
          String.format(
              "the last whole ledger sent is %d with hash %s; resume at %d",
              last.sequence(), HexFormat.of().formatHex(last.hash()), last.sequence() + 1));
    }
    return current == null
        ? status
        : status.augmentDescription("no whole ledger was sent; resume at " + current.sequence());
  }

  private void close() {
    closed = true;
    LedgerSupply now = supply;
    if (now != null) {
      now.close();
    }
    feed.execute(parts.outbound().giveBack(outbound.getAndSet(0), sender));
    onClosed.accept(this);
  }
}
