package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
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
   * @param ledger the ledger and its events
   * @param events the events as messages, in the same order
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell
   */
  List<M> of(LedgerEvents ledger, List<TokenTransferEvent> events, long latestLedger);
}
