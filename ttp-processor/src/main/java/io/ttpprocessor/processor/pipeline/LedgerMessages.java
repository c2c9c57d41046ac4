package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.processor.event.EventEncoder;
import java.util.List;

/**
 * What a kind of stream sends for a ledger. Called by several workers at a time.
 *
 * @param <M> the stream's messages
 */
@FunctionalInterface
public interface LedgerMessages<M> {
  /**
   * The ledger's messages, in order.
   *
   * @param encoder the calling worker's own
   * @param ledger the ledger and its events
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell
   */
  List<M> of(EventEncoder encoder, LedgerEvents ledger, long latestLedger);
}
