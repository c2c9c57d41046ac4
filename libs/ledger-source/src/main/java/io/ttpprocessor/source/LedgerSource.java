package io.ttpprocessor.source;

import java.util.Optional;

/** A place that holds raw ledgers. Thread-safe; closing it ends every cursor. */
public interface LedgerSource extends AutoCloseable {
  /** The network's passphrase as the source itself tells it, if it does. */
  Optional<String> networkPassphrase();

  /**
   * The newest ledger that the source holds.
   *
   * @throws SourceException MISSING when it holds none, TRANSIENT when it cannot be reached
   */
  long latest() throws SourceException;

  /**
   * What the source is, and which ledgers it has now; asked of the place itself, and once.
   *
   * @throws SourceException when it cannot be found out; a place without ledgers is described
   */
  SourceDescription describe() throws SourceException;

  /**
   * Starts reading a range whose first ledger is known (not {@link LedgerRange#LATEST}).
   *
   * @throws SourceException when it is known already that the range cannot be read
   */
  LedgerCursor open(LedgerRange range) throws SourceException;

  @Override
  void close();
}
