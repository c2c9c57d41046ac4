package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;

/**
 * Where a subscription's ledgers come from. Used by whoever sends at the time; {@link #close} and
 * {@link #isWaiting} by anybody.
 */
interface LedgerSupply {
  /**
   * The next ledger with its messages, or null while there is none.
   *
   * @throws StatusException when it cannot be told, with the status that the stream ends with
   */
  ExtractedLedger poll() throws StatusException;

  /** All messages of the ledger polled last have been handed over. */
  void delivered(ExtractedLedger ledger);

  /** How it ended, OK at the range's end; null while it goes on. To be asked before the poll. */
  Status end();

  /** Whether all that came before the {@link #end} has been polled. */
  boolean isDrained();

  /** Whether the {@link #end} is what the client's request is to blame for. */
  boolean isRequestAtFault();

  /** Whether the next ledger will never come from here, though it has been. */
  boolean isLost();

  /** Whether the source does not serve it now. */
  boolean isWaiting();

  /** Lets go of all that it holds. */
  void close();
}
