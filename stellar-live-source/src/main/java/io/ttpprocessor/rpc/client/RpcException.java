package io.ttpprocessor.rpc.client;

import io.ttpprocessor.source.SourceException;
import java.time.Duration;
import java.util.Optional;

/** A request that failed. The message names method and endpoint. */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RpcFault fault;
  private final transient Duration retryAfter;

  /** A failure with its message. */
  public RpcException(RpcFault fault, String message) {
    this(fault, message, (Throwable) null);
  }

  /** A failure with its message and cause. */
  public RpcException(RpcFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
    this.retryAfter = null;
  }

  /** A failure after which the server may ask not to be tried again for a while. */
  RpcException(RpcFault fault, String message, Optional<Duration> retryAfter) {
    super(message);
    this.fault = fault;
    this.retryAfter = retryAfter.orElse(null);
  }

  /**
   * The same where its message holds no secret; else one whose message hides them, and which has no
   * cause, as that quotes the same text.
   */
  RpcException without(KnownSecrets secrets) {
    String shown = secrets.hide(getMessage());
    return shown.equals(getMessage())
        ? this
        : new RpcException(fault, shown, Optional.ofNullable(retryAfter));
  }

  /** What went wrong. */
  public RpcFault fault() {
    return fault;
  }

  /** The failure as a source's reader is told of it, {@code subject} put before its message. */
  public SourceException asSourceException(String subject) {
    String message = subject + ": " + getMessage();
    return retryAfter == null
        ? new SourceException(fault.kind(), message, this)
        : SourceException.retryAfter(retryAfter, message, this);
  }
}
