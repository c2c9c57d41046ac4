package io.ttpprocessor.consumer;

import io.grpc.Status;
import java.util.Locale;

/** A call that ended other than it should have: what gRPC says of it, and what to do about it. */
final class StreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What to do about a failure. */
  enum Remedy {
    /** Call again, for as long as it takes: the service is away or busy. */
    RETRY,
    /** Call again a few times: a broken connection can look like this, and so can an error. */
    RETRY_A_FEW_TIMES,
    /** Calling again cannot help. */
    STOP
  }

  private final Remedy remedy;

  StreamFailure(Status status) {
    super(
        status.getCode()
            + (status.getDescription() == null ? "" : ": " + text(status))
            + cause(status));
    this.remedy = remedy(status);
  }

  private static String text(Status status) {
    return status.getDescription().replaceAll("\\p{Cntrl}+", " ").trim();
  }

  /** gRPC says "io exception" where its cause says which address refused. */
  private static String cause(Status status) {
    Throwable cause = status.getCause();
    if (cause == null || cause.getMessage() == null) {
      return "";
    }
    return " (" + cause.getMessage().replaceAll("\\p{Cntrl}+", " ").trim() + ")";
  }

  /** What to do about it. */
  Remedy remedy() {
    return remedy;
  }

  private static Remedy remedy(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED, CANCELLED -> Remedy.RETRY;
      case RESOURCE_EXHAUSTED -> messageTooLarge(status) ? Remedy.STOP : Remedy.RETRY;
      case UNKNOWN, INTERNAL -> Remedy.RETRY_A_FEW_TIMES;
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS,
          UNAUTHENTICATED ->
          Remedy.STOP;
    };
  }

  /** gRPC's own limit, of either side, has the same code as a service that is too busy. */
  private static boolean messageTooLarge(Status status) {
    String description = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
    return description.contains("exceeds maximum size") || description.contains("larger than max");
  }
}
