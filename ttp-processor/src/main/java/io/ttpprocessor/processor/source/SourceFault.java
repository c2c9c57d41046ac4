package io.ttpprocessor.processor.source;

import io.grpc.Status;

/** What to do about the status with which a source ended a call. */
enum SourceFault {
  /**
   * The source is not there, has no room, or does not accept our token, which may be mended while
   * we run: it is waited for, however long it takes.
   */
  ABSENT,
  /** The source, or something before it, failed in a way that may pass: tried again a few times. */
  FAILED,
  /** Asking again cannot help. */
  FINAL;

  /** How gRPC's own refusal of a message goes; it has no code of its own. */
  private static final String OVERSIZE = "message exceeds maximum size";

  static SourceFault of(Status status) {
    return switch (status.getCode()) {
      case OK, UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED -> ABSENT;
      case UNAUTHENTICATED, PERMISSION_DENIED -> ABSENT;
      case CANCELLED, INTERNAL, UNKNOWN -> FAILED;
      case RESOURCE_EXHAUSTED -> isOversize(status) ? FINAL : ABSENT;
      default -> FINAL;
    };
  }

  /** Whether a source that has sent nothing yet tells with it that the request is to blame. */
  static boolean blamesRequest(Status status) {
    return status.getCode() == Status.Code.INVALID_ARGUMENT
        || status.getCode() == Status.Code.OUT_OF_RANGE;
  }

  /** Whether a source says that it does not know the call, as the original's of newer ones. */
  static boolean isUnknownCall(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED;
  }

  private static boolean isOversize(Status status) {
    return status.getDescription() != null && status.getDescription().contains(OVERSIZE);
  }

  /** Code, description and the innermost cause, on one line. */
  static String describe(Status status) {
    String code = status.getCode().name();
    return status.getDescription() == null ? reason(status) : code + ": " + reason(status);
  }

  /** The description, or else the code, and the innermost cause, on one line. */
  static String reason(Status status) {
    StringBuilder text =
        new StringBuilder(
            status.getDescription() == null ? status.getCode().name() : status.getDescription());
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
