package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A store did not answer as asked. The message names the object and what the store said. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether asking again may help. */
  public enum Fault {
    /** The store is busy, unreachable or cut its answer short: the same request may succeed. */
    TRANSIENT,
    /** The store refuses: settings or rights must change first. */
    REFUSED
  }

  private final Fault fault;
  private final transient Duration retryAfter;

  private StoreException(Fault fault, String message, Throwable cause, Duration retryAfter) {
    super(message, cause);
    this.fault = fault;
    this.retryAfter = retryAfter;
  }

  /** A fault that may pass. */
  public static StoreException passing(String message, Throwable cause) {
    return new StoreException(Fault.TRANSIENT, message, cause, null);
  }

  /** A fault that may pass, but not before {@code retryAfter}, if it is given. */
  public static StoreException passing(String message, Optional<Duration> retryAfter) {
    return new StoreException(Fault.TRANSIENT, message, null, retryAfter.orElse(null));
  }

  /** A fault that stays until settings or rights change; the message says what to check. */
  public static StoreException refused(String message, Throwable cause) {
    return new StoreException(Fault.REFUSED, message, cause, null);
  }

  /** Whether asking again may help. */
  public Fault fault() {
    return fault;
  }

  /** How long the store asks to be left alone, if it does. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
