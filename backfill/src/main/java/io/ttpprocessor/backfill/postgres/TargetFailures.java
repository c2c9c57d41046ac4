package io.ttpprocessor.backfill.postgres;

import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.store.SinkException;
import java.io.IOException;

/**
 * Failures of the store as the job takes them: whether the next try may succeed.
 *
 * @param database the database, as messages name it
 */
record TargetFailures(String database) {
  /**
   * A failure while ranges are loaded; its message names the database. A range that is taken may
   * have been stored by an attempt whose commit was not answered, or be at work elsewhere: the next
   * try asks anew what is lacking.
   */
  IOException of(SinkException failure) {
    return failure.kind() == SinkException.Kind.RANGE_TAKEN ? passing(failure) : refusal(failure);
  }

  /** A failure before anything is loaded, where a range that is taken is a wrong wish. */
  IOException refusal(SinkException failure) {
    return failure.kind() == SinkException.Kind.TRANSIENT
        ? passing(failure)
        : new RangeRefusedException(named(failure), failure);
  }

  private IOException passing(SinkException failure) {
    return new IOException(named(failure), failure);
  }

  private String named(SinkException failure) {
    String message = failure.getMessage();
    return message.contains(database) ? message : message + " (" + database + ")";
  }
}
