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
  /** The failure, whose message names the database. */
  IOException of(SinkException failure) {
    String message = failure.getMessage();
    String named = message.contains(database) ? message : message + " (" + database + ")";
    return failure.kind() == SinkException.Kind.TRANSIENT
        ? new IOException(named, failure)
        : new RangeRefusedException(named, failure);
  }
}
