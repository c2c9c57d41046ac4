package io.ttpprocessor.source;

import java.util.Optional;

/** A position in a range of ledgers. For one thread, except that any may close it. */
public interface LedgerCursor extends AutoCloseable {
  /**
   * The next ledger in order; empty after the last of a bounded range. In a live range it waits
   * until there is one. After it has thrown a cursor is of no more use.
   *
   * @throws SourceException when the ledger cannot be had, or is not the one that belongs here
   * @throws InterruptedException when the thread is interrupted or the cursor is closed meanwhile
   */
  Optional<LedgerBytes> next() throws SourceException, InterruptedException;

  /**
   * Allows the ledgers to come to be written over those handed out before: from now on the bytes of
   * a ledger are valid until {@link #next()} is called again. Without effect where nothing is won.
   */
  default void reuseMemory() {}

  /** The newest ledger that the source was last seen to hold; 0 when not known. Does not block. */
  long latestKnown();

  @Override
  void close();
}
