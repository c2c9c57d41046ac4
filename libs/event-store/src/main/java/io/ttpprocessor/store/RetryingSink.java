package io.ttpprocessor.store;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.ContextualSupplier;
import io.ttpprocessor.store.SinkException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Repeats what fails for a passing reason, with growing pauses, for as long as it takes.
 *
 * <p>A failed write may have been stored all the same: the answer to its COMMIT can be lost, or
 * come after the connection is gone. So the cursor is read before a write is repeated, and once
 * more when the repeated one finds the cursor moved: that may have been its own first attempt.
 */
public final class RetryingSink implements EventSink {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final double JITTER = 0.2;

  private final EventSink sink;
  private final RetryPolicy<Object> policy;
  private final Runnable onSuccess;

  /**
   * @param onRetry told of each failure that is going to be retried
   * @param onSuccess told after each success
   */
  public RetryingSink(EventSink sink, Consumer<SinkException> onRetry, Runnable onSuccess) {
    this.sink = sink;
    this.onSuccess = onSuccess;
    this.policy = policy(onRetry);
  }

  private static RetryPolicy<Object> policy(Consumer<SinkException> onRetry) {
    return RetryPolicy.builder()
        .handleIf(RetryingSink::isTransient)
        .withMaxRetries(-1)
        .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
        .withJitter(JITTER)
        .onRetryScheduled(event -> onRetry.accept((SinkException) event.getLastException()))
        .build();
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof SinkException && ((SinkException) failure).kind() == Kind.TRANSIENT;
  }

  /** A step that is no part of a sink, such as preparing the tables, repeated in the same way. */
  public interface Step {
    /** Does the step. */
    void run() throws SinkException;
  }

  /** Repeats {@code step} until it succeeds or fails for good. */
  public static void repeat(Step step, Consumer<SinkException> onRetry)
      throws SinkException, InterruptedException {
    run(
        policy(onRetry),
        context -> {
          step.run();
          return true;
        });
  }

  @Override
  public Optional<Cursor> cursor() throws SinkException, InterruptedException {
    Optional<Cursor> cursor = run(policy, context -> sink.cursor());
    onSuccess.run();
    return cursor;
  }

  @Override
  public void write(LedgerBatch batch) throws SinkException, InterruptedException {
    run(
        policy,
        context -> {
          if (context.isFirstAttempt()) {
            sink.write(batch);
          } else {
            writeAgain(batch);
          }
          return true;
        });
    onSuccess.run();
  }

  @Override
  public void close() {
    sink.close();
  }

  private void writeAgain(LedgerBatch batch) throws SinkException, InterruptedException {
    if (isStored(batch)) {
      return;
    }
    try {
      sink.write(batch);
    } catch (SinkException e) {
      if (e.kind() != Kind.CURSOR_MOVED || !isStored(batch)) {
        throw e;
      }
    }
  }

  private boolean isStored(LedgerBatch batch) throws SinkException, InterruptedException {
    Cursor after = batch.after();
    // Not by the first ledger, which retention moves.
    return sink.cursor()
        .filter(
            cursor ->
                cursor.ledgerSequence() == after.ledgerSequence()
                    && cursor.ledgerHash().equals(after.ledgerHash())
                    && cursor.network().equals(after.network())
                    && cursor.rulesVersion() == after.rulesVersion())
        .isPresent();
  }

  /** Failsafe wraps checked exceptions; this takes them out again. */
  private static <T> T run(RetryPolicy<Object> policy, ContextualSupplier<T, T> action)
      throws SinkException, InterruptedException {
    try {
      return Failsafe.with(policy).get(action);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SinkException) {
        throw (SinkException) e.getCause();
      }
      if (e.getCause() instanceof InterruptedException) {
        throw (InterruptedException) e.getCause();
      }
      throw e;
    }
  }
}
