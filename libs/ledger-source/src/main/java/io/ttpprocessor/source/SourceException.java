package io.ttpprocessor.source;

import java.time.Duration;
import java.util.Optional;

/** A ledger could not be had. The message names the ledger and the object or URL. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, and so what may be done about it. */
  public enum Kind {
    /** The place cannot be reached now; trying again may help. */
    TRANSIENT,
    /** A ledger that should be there is not. */
    MISSING,
    /** What is there is damaged, out of order, or not the ledger that it should be. */
    CORRUPT,
    /** The ledger is older than what the place keeps. */
    OUT_OF_RANGE,
    /** The place answers, but cannot be used as set up: credentials, rights, address, layout. */
    REFUSED,
    /** The ledgers are of another network. */
    WRONG_NETWORK,
    /** The request makes no sense. */
    INVALID,
    /** A limit of this service is reached; asking for less, or later, may help. */
    EXHAUSTED
  }

  private final Kind kind;
  private final transient Duration retryAfter;

  /** A failure with its message. */
  public SourceException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** A failure with its message and cause. */
  public SourceException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, null);
  }

  private SourceException(Kind kind, String message, Throwable cause, Duration retryAfter) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** A failure after which the place asks not to be tried again before {@code retryAfter}. */
  public static SourceException retryAfter(Duration retryAfter, String message, Throwable cause) {
    return new SourceException(Kind.TRANSIENT, message, cause, retryAfter);
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** How long the place asks to be left alone, if it does (HTTP's Retry-After). */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
