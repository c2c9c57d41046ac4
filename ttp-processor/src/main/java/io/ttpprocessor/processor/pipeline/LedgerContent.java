package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerView;

/**
 * A ledger that was read once, for all formats: its token transfers, and its contract events as
 * soon as somebody wants them. Used by one thread at a time.
 */
public final class LedgerContent {
  private final LedgerView view;
  private final LedgerEvents events;
  private final long latestLedger;
  private LedgerContractEvents contractEvents;

  /**
   * A ledger.
   *
   * @param view where it is read; kept
   * @param events the token transfers that were extracted from it
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell
   */
  public LedgerContent(LedgerView view, LedgerEvents events, long latestLedger) {
    this.view = view;
    this.events = events;
    this.latestLedger = latestLedger;
  }

  /** The ledger's token transfers, and what the ledger is. */
  public LedgerEvents events() {
    return events;
  }

  /** Newest ledger that the source knew of; 0 when it does not tell. */
  public long latestLedger() {
    return latestLedger;
  }

  /**
   * The ledger's contract events, of all stages and types.
   *
   * @throws io.ttpprocessor.extract.ExtractionException when a transaction's cannot be read
   */
  public LedgerContractEvents contractEvents(FormatTools tools) {
    if (contractEvents == null) {
      contractEvents = tools.contractEvents().extract(view);
    }
    return contractEvents;
  }
}
