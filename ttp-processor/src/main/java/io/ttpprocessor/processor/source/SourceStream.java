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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of one range, in sequence, however often the source goes away: it is called again
 * where it left off, after a growing delay for as long as nothing comes. A source that does not
 * know about ends is cut off at the range's end.
 *
 * <p>Nothing is received that was not asked for with {@link #requestOne}. Thread-safe; no method
 * blocks.
 */
public final class SourceStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceStream.class);
  private static final int MAXIMUM_FAILURES_IN_A_ROW = 5;
  private static final double JITTER = 0.3;

  private final SourceClient client;
  private final LedgerRange range;
  private final SourceListener listener;
  private final FailsafeExecutor<Object> retries;

  /** Sequence of the next ledger; 0 until the source has told what its latest is. */
  private long next;

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
    log.debug("requesting raw ledger stream from source service at ledger {}", next);
    SourceAttempt started = new SourceAttempt(this, client.connect(), outstandingRequests);
    started.start(request.build(), client.maxMessageBytes());
    attempt = started;
    return end;
  }

  void received(SourceAttempt from, RawLedger ledger) {
    Status fault;
    boolean atStart;
    boolean last = false;
    synchronized (this) {
      if (from != attempt) {
        return;
      }
      long sequence = Integer.toUnsignedLong(ledger.getSequence());
      fault = orderFault(sequence);
      atStart = next == range.first();
      if (fault.isOk()) {
        outstandingRequests--;
        failuresInARow = 0;
        progress = true;
        waiting = false;
        next = sequence + 1;
        last = !range.isLive() && sequence == range.last();
      }
      if (last || !fault.isOk()) {
        finish();
      }
    }
    if (!fault.isOk()) {
      fail(fault, atStart);
      return;
    }
    listener.onLedger(ledger);
    if (last) {
      listener.onEnd();
    }
  }

  void ended(SourceAttempt from, Status status) {
    CompletableFuture<Void> end;
    Status failure = null;
    boolean again;
    boolean atStart;
    synchronized (this) {
      if (from != attempt) {
        return;
      }
      end = attemptEnd;
      attempt.close();
      attempt = null;
      again = progress;
      atStart = next == range.first();
      if (isFinal(status)) {
        failure = failure(status);
        finish();
      }
      waiting = failure == null && !again;
    }
    if (failure != null) {
      fail(failure, atStart);
    } else if (again) {
      log.warn(
          "raw ledger source stream ended unexpectedly: source {}, next ledger {}: {}",
          client.endpoint(),
          next,
          SourceFault.describe(status));
      end.complete(null);
      start();
    } else {
      String reason = SourceFault.describe(status);
      log.warn("waiting for source {}, next ledger {}: {}", client.endpoint(), next, reason);
      end.completeExceptionally(new SourceAbsentException(reason));
    }
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
    listener.onFailure(failure(status));
  }

  /** A source that has sent nothing yet tells with two codes that the request is to blame. */
  private void fail(Status status, boolean atStart) {
    boolean refused =
        status.getCode() == Status.Code.INVALID_ARGUMENT
            || status.getCode() == Status.Code.OUT_OF_RANGE;
    if (atStart && refused) {
      listener.onRefusal(status);
    } else {
      listener.onFailure(status);
    }
  }

  private Status orderFault(long sequence) {
    if (next == 0) {
      return firstLedgerFault(sequence);
    }
    return sequence == next
        ? Status.OK
        : Status.DATA_LOSS.withDescription(
            String.format(
                "ledger %d: expected ledger %d, but source %s sent ledger %d",
                next, next, client.endpoint(), sequence));
  }

  private Status firstLedgerFault(long sequence) {
    if (sequence == 0) {
      return Status.DATA_LOSS.withDescription(
          "ledger 0: source " + client.endpoint() + " sent a ledger without a sequence number");
    }
    if (!range.isLive() && sequence > range.last()) {
      return Status.OUT_OF_RANGE.withDescription(
          String.format(
              "ledger %d is the latest of source %s, after the requested end %d",
              sequence, client.endpoint(), range.last()));
    }
    return Status.OK;
  }

  private boolean isFinal(Status status) {
    return switch (SourceFault.of(status)) {
      case ABSENT -> false;
      case FAILED -> ++failuresInARow >= MAXIMUM_FAILURES_IN_A_ROW;
      case FINAL -> true;
    };
  }

  /** With the source's own code, which is therefore not told again in words. */
  private Status failure(Status status) {
    String ledger = next == 0 ? "latest ledger" : "ledger " + next;
    return Status.fromCode(status.getCode())
        .withDescription(
            String.format(
                "%s: source %s: %s", ledger, client.endpoint(), SourceFault.reason(status)))
        .withCause(status.getCause());
  }

  private void finish() {
    closed = true;
    if (attempt != null) {
      attempt.close();
      attempt = null;
    }
  }
}
