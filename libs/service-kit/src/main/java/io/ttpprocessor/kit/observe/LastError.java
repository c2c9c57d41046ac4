package io.ttpprocessor.kit.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The error that a service met last. For {@link #RECENT} after it the service is to be shown as
 * degraded, for it may meet the same again. Thread-safe.
 */
public final class LastError {
  /** How long an error is of interest. */
  public static final Duration RECENT = Duration.ofMinutes(5);

  private final Clock clock;
  private String message = "";
  private Instant time = Instant.MIN;

  /** No error yet; times are {@code clock}'s. */
  public LastError(Clock clock) {
    this.clock = clock;
  }

  /** Notes an error that has just happened. */
  public synchronized void set(String newMessage) {
    message = newMessage;
    time = clock.instant();
  }

  /** The message, if the error is no older than {@link #RECENT}. */
  public synchronized Optional<String> recent() {
    return time.isBefore(clock.instant().minus(RECENT)) ? Optional.empty() : Optional.of(message);
  }

  /**
   * Adds {@code last_error} and {@code last_error_time} (ISO 8601, in UTC) to a health page's
   * figures, however old; nothing while there was no error.
   */
  public synchronized void addTo(Map<String, Object> figures) {
    if (!time.equals(Instant.MIN)) {
      figures.put("last_error", message);
      figures.put("last_error_time", time.toString());
    }
  }
}
