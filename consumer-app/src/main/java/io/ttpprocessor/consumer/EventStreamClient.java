package io.ttpprocessor.consumer;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.consumer.StreamFailure.Remedy;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a range of ledgers over as many calls as it takes: when a call breaks, the next one goes on
 * after the last ledger that came. gRPC itself does not resume a stream that has begun.
 */
final class EventStreamClient {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final double JITTER = 0.2;
  private static final int A_FEW_TIMES = 8;

  /** The processor asks its source, which may have to list a lake. */
  private static final int AVAILABILITY_SECONDS = 30;

  private final Channel channel;
  private final StreamLimits limits;
  private final Duration firstPause;
  private final Duration longestPause;
  private final Consumer<StreamFailure> onRetry;

  /** Takes the ledgers, in order; may block, which stops the stream by its flow control. */
  interface LedgerHandler {
    /** Takes the next ledger. */
    void ledger(LedgerEvents ledger) throws InterruptedException;
  }

  /**
   * @param limits of each call
   * @param onRetry told of each failure that is going to be retried
   */
  EventStreamClient(Channel channel, StreamLimits limits, Consumer<StreamFailure> onRetry) {
    this(channel, limits, onRetry, FIRST_PAUSE, LONGEST_PAUSE);
  }

  EventStreamClient(
      Channel channel,
      StreamLimits limits,
      Consumer<StreamFailure> onRetry,
      Duration firstPause,
      Duration longestPause) {
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.channel = channel;
    this.limits = limits;
    this.onRetry = onRetry;
  }

  /**
   * Reads what is left of {@code chain}; returns at the end of a bounded range.
   *
   * @throws ConsumerException when the ledgers do not follow each other, or the service refuses to
   *     go on; names the ledger
   */
  void read(CursorChain chain, LedgerHandler handler)
      throws ConsumerException, InterruptedException {
    while (!chain.complete()) {
      // A call that brought ledgers ends the round without a failure, so that pauses begin anew.
      try {
        retried().run(() -> readOnce(chain, handler));
      } catch (FailsafeException e) {
        rethrow(chain, e.getCause());
      }
    }
  }

  /**
   * What the processor's sources have, asked as patiently as ledgers are.
   *
   * @throws ConsumerException when the service refuses to say
   */
  Availability availability() throws ConsumerException, InterruptedException {
    try {
      return retried().get(this::askOnce);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof StreamFailure) {
        throw new ConsumerException(
            "the processor does not tell which ledgers there are: " + e.getCause().getMessage(),
            e.getCause());
      }
      if (e.getCause() instanceof InterruptedException) {
        throw (InterruptedException) e.getCause();
      }
      throw e;
    }
  }

  private Availability askOnce() throws StreamFailure {
    try {
      return LedgerEventServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(AVAILABILITY_SECONDS, TimeUnit.SECONDS)
          .getAvailability(GetAvailabilityRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new StreamFailure(e.getStatus());
    }
  }

  private FailsafeExecutor<Object> retried() {
    return Failsafe.with(policy(Remedy.RETRY, -1), policy(Remedy.RETRY_A_FEW_TIMES, A_FEW_TIMES));
  }

  private RetryPolicy<Object> policy(Remedy remedy, int retries) {
    return RetryPolicy.builder()
        .handleIf(e -> e instanceof StreamFailure && ((StreamFailure) e).remedy() == remedy)
        .withMaxRetries(retries)
        .withBackoff(firstPause, longestPause)
        .withJitter(JITTER)
        .onRetryScheduled(event -> onRetry.accept((StreamFailure) event.getLastException()))
        .build();
  }

  private void readOnce(CursorChain chain, LedgerHandler handler)
      throws ConsumerException, StreamFailure, InterruptedException {
    long before = chain.sequence();
    try (LedgerStream stream = new LedgerStream(channel, chain.request(), limits)) {
      while (!chain.complete()) {
        LedgerEvents ledger = stream.next();
        if (ledger == null) {
          throw new StreamFailure(Status.INTERNAL.withDescription("the stream ended too early"));
        }
        chain.accept(ledger);
        handler.ledger(ledger);
      }
    } catch (StreamFailure e) {
      if (chain.sequence() == before || e.remedy() == Remedy.STOP) {
        throw e;
      }
      onRetry.accept(e);
    }
  }

  private static void rethrow(CursorChain chain, Throwable failure)
      throws ConsumerException, InterruptedException {
    if (failure instanceof StreamFailure) {
      String where =
          chain.sequence() == 0 ? "before its first ledger" : "after ledger " + chain.sequence();
      throw new ConsumerException(
          "the event stream stopped " + where + ": " + failure.getMessage(), failure);
    }
    if (failure instanceof ConsumerException) {
      throw (ConsumerException) failure;
    }
    if (failure instanceof InterruptedException) {
      throw (InterruptedException) failure;
    }
    throw new IllegalStateException(failure);
  }
}
