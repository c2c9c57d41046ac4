package io.ttpprocessor.processor.source;

import io.grpc.Status;

/** What to do about the status with which a source ended a call. */
enum SourceFault {
  /** The source is not there: it is waited for, however long it takes. */
  ABSENT,
  /** The source, or something before it, failed in a way that may pass: tried again a few times. */
  FAILED,
  /** Asking again cannot help. */
  FINAL;

  static SourceFault of(Status status) {
    return switch (status.getCode()) {
      case OK, UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED -> ABSENT;
      case CANCELLED, INTERNAL, UNKNOWN, RESOURCE_EXHAUSTED -> FAILED;
      default -> FINAL;
    };
  }

  /** Code, description and the innermost cause, on one line. */
  static String describe(Status status) {
    StringBuilder text = new StringBuilder(status.getCode().name());
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription());
    }
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause != null && cause.getMessage() != null) {
      text.append(" (").append(cause.getMessage()).append(')');
    }
    return text.toString();
  }
}
