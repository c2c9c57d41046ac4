package io.ttpprocessor.source;

import io.grpc.Status;

/** Failures of a source as gRPC tells them. */
public final class SourceStatus {
  private SourceStatus() {}

  /** The status for a failure, its message as description and itself as cause. */
  public static Status of(SourceException failure) {
    return code(failure.kind()).withDescription(failure.getMessage()).withCause(failure);
  }

  private static Status code(SourceException.Kind kind) {
    switch (kind) {
      case TRANSIENT:
        return Status.UNAVAILABLE;
      case MISSING:
        return Status.NOT_FOUND;
      case CORRUPT:
        return Status.DATA_LOSS;
      case OUT_OF_RANGE:
        return Status.OUT_OF_RANGE;
      case REFUSED:
      case WRONG_NETWORK:
        return Status.FAILED_PRECONDITION;
      case INVALID:
        return Status.INVALID_ARGUMENT;
      case EXHAUSTED:
        return Status.RESOURCE_EXHAUSTED;
      default:
        throw new AssertionError(kind);
    }
  }
}
