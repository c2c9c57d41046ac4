package io.ttpprocessor.store;

import java.util.Optional;

/** Where ledgers are stored. Used by one thread at a time. */
public interface EventSink extends AutoCloseable {
  /** The cursor as it stands in the store; empty when nothing has been stored. */
  Optional<Cursor> cursor() throws SinkException, InterruptedException;

  /**
   * Stores a batch and moves the cursor from {@code batch.before()} to {@code batch.after()}, both
   * or neither.
   *
   * @throws SinkException when it was not stored, or when that is not known: {@link
   *     SinkException#kind()} tells what to do
   */
  void write(LedgerBatch batch) throws SinkException, InterruptedException;

  @Override
  void close();
}
