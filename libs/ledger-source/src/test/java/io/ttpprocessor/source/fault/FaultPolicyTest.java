package io.ttpprocessor.source.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is retried, how often, after which waits, and what ends a wait. */
@Timeout(30)
class FaultPolicyTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void aBoundedRangeFailsAfterItsRetriesNamingTheObject() {
    FaultPolicy policy = new FaultPolicy(quick(3));
    SourceException failure =
        catchThrowableOfType(
            SourceException.class,
            () -> policy.call(Patience.BOUNDED, failing(Kind.TRANSIENT, 1_000)));
    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure).hasMessage("object 7 failed; given up after 4 attempts");
    assertThat(attempts).hasValue(4);
    assertThat(policy.figures())
        .containsEntry("retry_count", 3L)
        .containsEntry("retries", Map.of("TRANSIENT", 3L));
    assertThat(policy.trouble()).isEmpty();
  }

  @Test
  void aLiveRangeGoesOnTryingUntilTheFaultHasPassed() throws Exception {
    FaultPolicy policy = new FaultPolicy(quick(3));
    assertThat(policy.call(Patience.ENDLESS, failing(Kind.TRANSIENT, 50))).isEqualTo("read");
    assertThat(attempts).hasValue(51);
  }

  @Test
  void whatIsNotTransientIsNotRetried() {
    for (Kind kind : Kind.values()) {
      if (kind == Kind.TRANSIENT) {
        continue;
      }
      attempts.set(0);
      FaultPolicy policy = new FaultPolicy(quick(3));
      SourceException failure =
          catchThrowableOfType(
              SourceException.class, () -> policy.call(Patience.ENDLESS, failing(kind, 1_000)));
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessage("object 7 failed");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void kindsThatTheCallerNamesAreRetriedButNeverWithoutEnd() throws Exception {
    FaultPolicy policy = new FaultPolicy(quick(3), Set.of(Kind.CORRUPT));
    assertThat(policy.call(Patience.ENDLESS, failing(Kind.CORRUPT, 3))).isEqualTo("read");
    attempts.set(0);
    SourceException failure =
        catchThrowableOfType(
            SourceException.class,
            () -> policy.call(Patience.ENDLESS, failing(Kind.CORRUPT, 1_000)));
    assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(attempts).hasValue(4);
    assertThat(policy.figures()).containsEntry("retries", Map.of("CORRUPT", 6L));
  }

  @Test
  void thePlaceIsNotTriedBeforeItAsksToBe() throws Exception {
    FaultPolicy policy = new FaultPolicy(quick(1));
    long start = System.nanoTime();
    policy.call(
        Patience.BOUNDED,
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw SourceException.retryAfter(Duration.ofMillis(300), "busy", null);
          }
          return "read";
        });
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aPlaceThatKeepsFailingIsLeftAloneAndThenTriedOnce() throws Exception {
    Duration timeout = Duration.ofMillis(400);
    FaultPolicy policy =
        new FaultPolicy(new FaultOptions(10, MILLISECOND, MILLISECOND, 3, timeout));
    AtomicReference<String> stateBeforeTrial = new AtomicReference<>();
    long start = System.nanoTime();
    policy.call(
        Patience.BOUNDED,
        () -> {
          if (attempts.incrementAndGet() <= 3) {
            throw new SourceException(Kind.TRANSIENT, "down");
          }
          stateBeforeTrial.set((String) policy.figures().get("circuit_breaker_state"));
          return "read";
        });
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(timeout);
    assertThat(attempts).hasValue(4);
    assertThat(stateBeforeTrial).hasValue("half-open");
    assertThat(policy.figures()).containsEntry("circuit_breaker_state", "closed");
  }

  @Test
  void successesBetweenFailuresKeepTheBreakerClosed() throws Exception {
    FaultPolicy policy = new FaultPolicy(new FaultOptions(1, MILLISECOND, MILLISECOND, 2, HOUR));
    for (int i = 0; i < 20; i++) {
      attempts.set(0);
      policy.call(Patience.BOUNDED, failing(Kind.TRANSIENT, 1));
    }
    assertThat(policy.figures()).containsEntry("circuit_breaker_state", "closed");
  }

  @Test
  void anInterruptEndsTheWaitForARetryAndTheWaitForTheBreaker() throws Exception {
    interruptEndsCall(new FaultPolicy(new FaultOptions(5, HOUR, HOUR, 5, HOUR)));
    interruptEndsCall(new FaultPolicy(new FaultOptions(5, MILLISECOND, MILLISECOND, 1, HOUR)));
  }

  @Test
  void optionsAreReadUnderTheirOldNamesAndCheckedTogether() throws Exception {
    assertThat(FaultOptions.read(Settings.of(Map.of())))
        .isEqualTo(
            new FaultOptions(
                5, Duration.ofSeconds(1), Duration.ofSeconds(30), 5, Duration.ofSeconds(30)));
    Settings settings =
        Settings.of(
            Map.of(
                "MAX_RETRIES", "7",
                "INITIAL_BACKOFF", "250ms",
                "MAX_BACKOFF", "1m",
                "CIRCUIT_BREAKER_THRESHOLD", "9",
                "CIRCUIT_BREAKER_TIMEOUT", "1m30s"));
    assertThat(FaultOptions.read(settings))
        .isEqualTo(
            new FaultOptions(
                7, Duration.ofMillis(250), Duration.ofMinutes(1), 9, Duration.ofSeconds(90)));
    settings.throwIfProblems();

    Settings wrong =
        Settings.of(Map.of("MAX_RETRIES", "many", "INITIAL_BACKOFF", "40s", "MAX_BACKOFF", "20s"));
    FaultOptions.read(wrong);
    ConfigurationException problems =
        catchThrowableOfType(ConfigurationException.class, wrong::throwIfProblems);
    assertThat(problems.problems())
        .containsExactly(
            "MAX_RETRIES is \"many\", not a whole number from 0 to 1000",
            "MAX_BACKOFF is 20000 ms, less than INITIAL_BACKOFF, 40000 ms");
  }

  private void interruptEndsCall(FaultPolicy policy) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Exception> end = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                policy.call(Patience.ENDLESS, failing(Kind.TRANSIENT, 1_000));
              } catch (SourceException | InterruptedException e) {
                end.set(e);
              }
              ended.countDown();
            });
    thread.start();
    await().until(() -> policy.trouble().equals(Optional.of("object 7 failed")));
    thread.interrupt();
    ended.await();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(policy.trouble()).isEmpty();
  }

  /** Fails {@code times} times, then succeeds. */
  private Attempt<String> failing(Kind kind, int times) {
    return () -> {
      if (attempts.incrementAndGet() <= times) {
        throw new SourceException(kind, "object 7 failed");
      }
      return "read";
    };
  }

  private static FaultOptions quick(int retries) {
    return new FaultOptions(retries, MILLISECOND, Duration.ofMillis(4), 1_000, HOUR);
  }
}
