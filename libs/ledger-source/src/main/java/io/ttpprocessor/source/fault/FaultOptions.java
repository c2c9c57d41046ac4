package io.ttpprocessor.source.fault;

import io.ttpprocessor.kit.config.Settings;
import java.time.Duration;

/**
 * How faults are met; names and defaults of the variables are those of the original's sources.
 *
 * @param maxRetries tries after the first where patience is bounded ({@code MAX_RETRIES})
 * @param initialBackoff wait before the first retry; each further one doubles it ({@code
 *     INITIAL_BACKOFF})
 * @param maxBackoff longest wait, unless the place itself asks for a longer one ({@code
 *     MAX_BACKOFF})
 * @param breakerThreshold failures in a row after which the place is left alone ({@code
 *     CIRCUIT_BREAKER_THRESHOLD})
 * @param breakerTimeout for how long ({@code CIRCUIT_BREAKER_TIMEOUT})
 */
public record FaultOptions(
    int maxRetries,
    Duration initialBackoff,
    Duration maxBackoff,
    int breakerThreshold,
    Duration breakerTimeout) {
  /** What holds where nothing is set. */
  public static final FaultOptions DEFAULT =
      new FaultOptions(5, Duration.ofSeconds(1), Duration.ofSeconds(30), 5, Duration.ofSeconds(30));

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(1);

  /** Refuses a longest wait below the first. */
  public FaultOptions {
    if (maxBackoff.compareTo(initialBackoff) < 0) {
      throw new IllegalArgumentException(
          "the longest wait " + maxBackoff + " is shorter than the first, " + initialBackoff);
    }
  }

  /** Reads the variables, noting what cannot be used in {@code settings}. */
  public static FaultOptions read(Settings settings) {
    int retries = settings.integer("MAX_RETRIES", DEFAULT.maxRetries(), 0, 1_000);
    Duration first = settings.duration("INITIAL_BACKOFF", DEFAULT.initialBackoff(), LEAST, MOST);
    Duration most = settings.duration("MAX_BACKOFF", DEFAULT.maxBackoff(), LEAST, MOST);
    int threshold =
        settings.integer("CIRCUIT_BREAKER_THRESHOLD", DEFAULT.breakerThreshold(), 1, 10_000);
    Duration timeout =
        settings.duration("CIRCUIT_BREAKER_TIMEOUT", DEFAULT.breakerTimeout(), LEAST, MOST);
    if (most.compareTo(first) < 0) {
      settings.problem(
          "MAX_BACKOFF",
          String.format(
              "is %d ms, less than INITIAL_BACKOFF, %d ms", most.toMillis(), first.toMillis()));
      return DEFAULT;
    }
    return new FaultOptions(retries, first, most, threshold, timeout);
  }
}
