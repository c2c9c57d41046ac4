package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerIntegrity;
import io.ttpprocessor.ledger.LedgerView;

/**
 * Tells events only of ledgers that agree with the network's hashes, as far as the level goes. From
 * {@link LedgerChecks#EVENTS} on, fees must also agree with the results ({@link FeeAgreement}).
 *
 * <p>Each ledger is checked by itself: {@link LedgerChecks#CHAIN} is for who has them in sequence.
 * Not thread-safe: one for each worker.
 */
public final class CheckedExtractor {
  private final EventExtractor extractor;
  private final LedgerIntegrity integrity;

  /** An extractor with checks of the given level before and after it. */
  public CheckedExtractor(EventExtractor extractor, LedgerChecks level) {
    this.extractor = extractor;
    this.integrity = new LedgerIntegrity(level);
  }

  /**
   * The events of one ledger.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together, or
   *     not to a hash
   * @throws io.ttpprocessor.extract.ExtractionException when an operation or a fee cannot be read,
   *     or a fee is not the one charged
   */
  public LedgerEvents extract(LedgerView ledger) {
    integrity.check(ledger);
    LedgerEvents events = extractor.extract(ledger);
    if (integrity.level().covers(LedgerChecks.EVENTS)) {
      FeeAgreement.require(ledger, events);
    }
    return events;
  }
}
