package io.ttpprocessor.source.fault;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes requests to one place (a store, a set of RPC endpoints), again and again where that may
 * help: after a wait that doubles, with jitter, and that is no shorter than the place asks for; and
 * not at all for a while once the place has failed several times in a row. Thread-safe; an
 * interrupt ends any wait at once.
 *
 * <p>TRANSIENT failures are retried as long as the {@link Patience} goes. Others are not, except
 * for the kinds given to the constructor, which are retried {@code MAX_RETRIES} times whatever the
 * patience: a place that sends damage without end is not down, it is broken.
 */
public final class FaultPolicy {
  /** How far a wait may be from its nominal length, as a fraction of it. */
  private static final double JITTER = 0.2;

  /** A place that asks for more is tried again after this. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

  /** How often a caller looks whether another's trial request has closed the breaker. */
  private static final Duration TRIAL_POLL = Duration.ofMillis(50);

  private static final Duration BY_BACKOFF = Duration.ofNanos(-1);

  private static final Logger log = LoggerFactory.getLogger(FaultPolicy.class);

  private final FaultOptions options;
  private final Set<Kind> limited;
  private final CircuitBreaker<Object> breaker;
  private final Map<Kind, LongAdder> retries = new EnumMap<>(Kind.class);
  private final Map<Object, String> troubled = new ConcurrentHashMap<>();

  /** A policy that retries TRANSIENT failures only. */
  public FaultPolicy(FaultOptions options) {
    this(options, Set.of());
  }

  /** A policy that retries TRANSIENT failures and, {@code MAX_RETRIES} times, these kinds. */
  public FaultPolicy(FaultOptions options, Set<Kind> alsoRetried) {
    this.options = options;
    this.limited = Set.copyOf(alsoRetried);
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(options.breakerThreshold())
            .withDelay(options.breakerTimeout())
            .onOpen(event -> log.warn("Leaving the source alone for {}", options.breakerTimeout()))
            .build();
    for (Kind kind : Kind.values()) {
      retries.put(kind, new LongAdder());
    }
  }

  /**
   * Makes the attempt until it succeeds.
   *
   * @throws SourceException the last attempt's failure, when there are to be no more; after retries
   *     its message says how many there were
   * @throws InterruptedException when the thread is interrupted, in an attempt or a wait
   */
  public <T> T call(Patience patience, Attempt<T> attempt)
      throws SourceException, InterruptedException {
    Call call = new Call();
    RetryPolicy<T> faults = retryPolicy(call, Set.of(Kind.TRANSIENT), patience == Patience.BOUNDED);
    RetryPolicy<T> damage = retryPolicy(call, limited, true);
    try {
      return Failsafe.with(faults, damage).get(() -> guarded(call, attempt));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        // Failsafe has set the flag again too; one sign is enough.
        Thread.interrupted();
        throw (InterruptedException) e.getCause();
      }
      throw call.afterAll((SourceException) e.getCause());
    } finally {
      troubled.remove(call);
    }
  }

  /** What is failing and being retried now, if anything is. */
  public Optional<String> trouble() {
    return troubled.values().stream().findFirst();
  }

  /** Whether the place is being left alone. */
  public boolean isBreakerOpen() {
    return breaker.isOpen();
  }

  /** The figures by name, for the health page: retries as a whole and by kind, breaker state. */
  public Map<String, Object> figures() {
    Map<String, Object> byKind = new LinkedHashMap<>();
    retries.forEach(
        (kind, count) -> {
          if (count.sum() > 0) {
            byKind.put(kind.name(), count.sum());
          }
        });
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("retry_count", retries.values().stream().mapToLong(LongAdder::sum).sum());
    figures.put("retries", byKind);
    figures.put("circuit_breaker_open", breaker.isOpen());
    figures.put(
        "circuit_breaker_state",
        breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return figures;
  }

  private <T> RetryPolicy<T> retryPolicy(Call call, Set<Kind> kinds, boolean bounded) {
    RetryPolicyBuilder<T> builder =
        RetryPolicy.<T>builder()
            .handleIf(
                failure ->
                    failure instanceof SourceException
                        && kinds.contains(((SourceException) failure).kind()))
            .withMaxRetries(bounded ? options.maxRetries() : -1)
            .withJitter(JITTER)
            .withDelayFn(FaultPolicy::askedFor)
            .onRetryScheduled(event -> retrying(call, event.getLastException(), event.getDelay()));
    if (options.maxBackoff().compareTo(options.initialBackoff()) > 0) {
      builder.withBackoff(options.initialBackoff(), options.maxBackoff());
    } else {
      builder.withDelay(options.initialBackoff());
    }
    return builder.build();
  }

  /** What the place asks for, so much longer that jitter does not take it below that. */
  private static <T> Duration askedFor(ExecutionContext<T> context) {
    Optional<Duration> asked = ((SourceException) context.getLastException()).retryAfter();
    if (asked.isEmpty()) {
      return BY_BACKOFF;
    }
    long millis = Math.min(asked.get().toMillis(), LONGEST_RETRY_AFTER.toMillis());
    return Duration.ofMillis((long) Math.ceil(millis / (1 - JITTER)));
  }

  private void retrying(Call call, Throwable failure, Duration delay) {
    retries.get(((SourceException) failure).kind()).increment();
    troubled.put(call, failure.getMessage());
    log.warn("{}; trying again in {} ms", failure.getMessage(), delay.toMillis());
  }

  /** One attempt, once the breaker permits it; every permit taken is answered for. */
  private <T> T guarded(Call call, Attempt<T> attempt)
      throws SourceException, InterruptedException {
    while (!breaker.tryAcquirePermit()) {
      Duration wait = breaker.getRemainingDelay();
      TimeUnit.NANOSECONDS.sleep(Math.max(wait.toNanos(), TRIAL_POLL.toNanos()));
    }
    call.attempts++;
    boolean failed = false;
    try {
      return attempt.make();
    } catch (SourceException e) {
      failed = e.kind() == Kind.TRANSIENT;
      throw e;
    } finally {
      if (failed) {
        breaker.recordFailure();
      } else {
        breaker.recordSuccess();
      }
    }
  }

  /** One call of this policy; used by its caller's thread alone. */
  private static final class Call {
    private int attempts;

    SourceException afterAll(SourceException last) {
      return attempts < 2
          ? last
          : new SourceException(
              last.kind(), last.getMessage() + "; given up after " + attempts + " attempts", last);
    }
  }
}
