package io.ttpprocessor.backfill.job;

import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.SerializedThrowable;

/** A job has failed. The message is the reason's own, without Flink's wrappings. */
public final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The failure that Flink tells. */
  static JobFailedException of(Exception failure) {
    Throwable reason = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      reason = at;
      if (name(at).equals(SuppressRestartsException.class.getName()) && at.getCause() != null) {
        reason = at.getCause();
        break;
      }
    }
    String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    return new JobFailedException(message, failure);
  }

  private static String name(Throwable failure) {
    return failure instanceof SerializedThrowable serialized
        ? serialized.getOriginalErrorClassName()
        : failure.getClass().getName();
  }
}
