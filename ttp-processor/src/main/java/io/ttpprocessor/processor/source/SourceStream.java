package io.ttpprocessor.processor.source;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.grpc.Status;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.source.LedgerRange;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of one range, in sequence, however often the sources go away: one is called again
 * where another left off ({@link SourceChoice}), after a growing delay for as long as nothing
 * comes. A source that does not know about ends is cut off at the range's end.
 *
 * <p>Nothing is received that was not asked for with {@link #requestOne}. Thread-safe; no method
 * blocks.
 */
public final class SourceStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceStream.class);
  private static final int MAXIMUM_FAILURES_IN_A_ROW = 5;
  private static final double JITTER = 0.3;

  private final SourceClient client;
  private final SourceChoice sources;
  private final OverlapWindow window;
  private final LedgerRange range;
  private final SourceListener listener;
  private final FailsafeExecutor<Object> retries;

  /** Sequence of the next ledger; 0 until the source has told what its latest is. */
  private long next;

  /** Newest ledger that a source has told of. */
  private long latest;

  private int outstandingRequests;
  private int failuresInARow;
  private boolean progress;
  private boolean waiting;
  private boolean closed;
  private SourceAttempt attempt;
  private CompletableFuture<Void> attemptEnd;
  private CompletableFuture<?> run = CompletableFuture.completedFuture(null);

  /** A stream that has not started yet. */
  public SourceStream(SourceClient client, LedgerRange range, SourceListener listener) {
    this.client = client;
    this.sources = new SourceChoice(client.sources());
    this.window = new OverlapWindow(client.overlap().ledgers());
    this.range = range;
    this.listener = listener;
    this.next = range.first();
    RetryPolicy<Object> policy =
        RetryPolicy.builder()
            .handle(SourceAbsentException.class)
            .withBackoff(client.firstDelay(), client.longestDelay())
            .withJitter(JITTER)
            .withMaxRetries(-1)
            .build();
    this.retries = Failsafe.with(policy).with(client.timer());
  }

  /** Calls the source. */
  public void start() {
    CompletableFuture<?> started = retries.getStageAsync(this::attempt);
    started.whenComplete((nothing, failure) -> unexpected(failure));
    synchronized (this) {
      run = started;
      if (closed) {
        started.cancel(false);
      }
    }
  }

  /** Lets the source send one ledger more. */
  public synchronized void requestOne() {
    outstandingRequests++;
    if (attempt != null) {
      attempt.requestOne();
    }
  }

  /** Whether the last call yielded nothing, so that a later one has to. */
  public synchronized boolean isWaiting() {
    return waiting && !closed;
  }

  /** Ends the call at once; the listener hears nothing more that has not begun. */
  @Override
  public void close() {
    CompletableFuture<?> pending;
    synchronized (this) {
      finish();
      pending = run;
    }
    pending.cancel(false);
  }

  /** One attempt; the stage fails when another is to follow after a delay. */
  private synchronized CompletableFuture<Void> attempt() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    if (closed) {
      end.complete(null);
      return end;
    }
    progress = false;
    attemptEnd = end;
    StreamLedgersRequest.Builder request =
        StreamLedgersRequest.newBuilder().setStartLedger((int) next);
    if (!range.isLive()) {
      request.setEndLedger((int) range.last());
    }
    log.debug("requesting raw ledger stream from source {} at ledger {}", sources.current(), next);
    Source source = sources.current();
    SourceAttempt started =
        new SourceAttempt(this, client, source, request.build(), window.before(source));
    started.open(outstandingRequests);
    attempt = started;
    if (sources.isStandIn()) {
      watch(started);
    }
    return end;
  }

  /** A stand-in that has nothing to send does not keep the stream from those that may have. */
  private void watch(SourceAttempt standIn) {
    long patience = client.standInPatience().toNanos();
    client.timer().schedule(() -> standInIsSilent(standIn), patience, TimeUnit.NANOSECONDS);
  }

  private void standInIsSilent(SourceAttempt standIn) {
    synchronized (this) {
      if (standIn != attempt || progress) {
        return;
      }
      if (outstandingRequests == 0 || standIn.isComparing()) {
        watch(standIn);
        return;
      }
    }
    ended(standIn, Status.UNAVAILABLE.withDescription("no ledger yet"));
  }

  /** What came before has been compared with what the attempt's source has of it. */
  void compared(SourceAttempt from, Status outcome) {
    synchronized (this) {
      if (from != attempt) {
        return;
      }
      if (outcome.isOk()) {
        window.compared(sources.current());
        from.open(outstandingRequests);
        return;
      }
      finish();
    }
    listener.onFailure(outcome);
  }

  void received(SourceAttempt from, RawLedger ledger) {
    Status fault;
    boolean mayBlame;
    boolean last = false;
    CompletableFuture<Void> handedOver = null;
    synchronized (this) {
      if (from != attempt) {
        return;
      }
      long sequence = Integer.toUnsignedLong(ledger.getSequence());
      fault = SourceOrder.fault(range, next, sequence, sources.current());
      mayBlame = next == range.first();
      latest = Math.max(latest, Integer.toUnsignedLong(ledger.getLatestLedger()));
      if (fault.isOk()) {
        outstandingRequests--;
        failuresInARow = 0;
        progress = true;
        waiting = false;
        sources.ledgerCame();
        window.add(ledger, sources.current());
        next = sequence + 1;
        last = !range.isLive() && sequence == range.last();
        if (!last && sources.isStandIn() && SourceOrder.isNewest(ledger)) {
          handedOver = endAttempt();
          sources.returnToFirst();
        }
      }
      if (last || !fault.isOk()) {
        finish();
      }
    }
    if (!fault.isOk()) {
      fail(fault, mayBlame);
      return;
    }
    listener.onLedger(ledger);
    if (last) {
      listener.onEnd();
    } else if (handedOver != null) {
      log.debug("after ledger {} going over to source {}", next - 1, sources.current());
      handedOver.complete(null);
      start();
    }
  }

  void ended(SourceAttempt from, Status status) {
    CompletableFuture<Void> end;
    Status failure = null;
    boolean again;
    boolean mayBlame;
    boolean passedOn = false;
    synchronized (this) {
      if (from != attempt) {
        return;
      }
      end = endAttempt();
      again = progress;
      // What has not closed yet is asked for, or what is no longer kept.
      mayBlame = next == range.first() || latest != 0 && next > latest;
      if (!again && sources.mayPassOn(status)) {
        passedOn = sources.passOn(status, SourceFault.of(status) == SourceFault.ABSENT);
        if (!passedOn) {
          failure = endRound(status);
        }
      } else if (isFinal(status)) {
        failure = sources.failure(next, status, SourceFault.reason(status));
      }
      if (failure != null) {
        finish();
      }
      waiting = failure == null && !again && !passedOn;
    }
    if (failure != null) {
      fail(failure, mayBlame);
    } else {
      goOn(status, end, again, passedOn);
    }
  }

  private void goOn(Status status, CompletableFuture<Void> end, boolean again, boolean passedOn) {
    String reason = SourceFault.describe(status);
    if (again) {
      log.warn("raw ledger source stream ended unexpectedly before ledger {}: {}", next, reason);
    } else if (passedOn) {
      log.debug("asking source {} for ledger {}: {}", sources.current(), next, reason);
    } else {
      log.warn("waiting for source {}, next ledger {}: {}", client.text(), next, reason);
      end.completeExceptionally(new SourceAbsentException(reason));
      return;
    }
    end.complete(null);
    start();
  }

  /** The failure that all sources' refusals are; null when one that is away may have the ledger. */
  private Status endRound(Status last) {
    boolean mayComeBack = sources.isAnyAway();
    String said = sources.endRound();
    return mayComeBack ? null : sources.failure(next, last, said);
  }

  private CompletableFuture<Void> endAttempt() {
    attempt.close();
    attempt = null;
    return attemptEnd;
  }

  /** An attempt that could not even be made, as with a host name that is none. */
  private void unexpected(Throwable failure) {
    if (failure == null || failure instanceof CancellationException) {
      return;
    }
    synchronized (this) {
      finish();
    }
    Status status = Status.INTERNAL.withDescription(failure.toString()).withCause(failure);
    listener.onFailure(sources.failure(next, status, SourceFault.reason(status)));
  }

  private void fail(Status status, boolean mayBlame) {
    if (mayBlame && SourceFault.blamesRequest(status)) {
      listener.onRefusal(status);
    } else {
      listener.onFailure(status);
    }
  }

  private boolean isFinal(Status status) {
    return switch (SourceFault.of(status)) {
      case ABSENT -> false;
      case FAILED -> ++failuresInARow >= MAXIMUM_FAILURES_IN_A_ROW;
      case FINAL -> true;
    };
  }

  private void finish() {
    closed = true;
    if (attempt != null) {
      attempt.close();
      attempt = null;
    }
  }
}
