package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerIntegrity;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.TransactionHasher;

/**
 * Tells events only of ledgers that agree with the network's hashes, as far as the level goes. From
 * {@link LedgerChecks#EVENTS} on, fees must also agree with the results ({@link FeeAgreement}). The
 * mode {@link EventsMode#VERIFY} holds the events against the changes of balances ({@link
 * BalanceConservation}); what it finds is told beside them, for the events may be right all the
 * same.
 *
 * <p>Each ledger is checked by itself: {@link LedgerChecks#CHAIN} is for who has them in sequence.
 * Not thread-safe: one for each worker.
 */
public final class CheckedExtractor {
  private final EventExtractor extractor;
  private final LedgerIntegrity integrity;
  private final TransactionHasher hasher;

  /** Null unless balances are to be verified. */
  private final BalanceConservation conservation;

  /** An extractor for ledgers of the given network, with checks of the given level. */
  public CheckedExtractor(Network network, EventsMode mode, LedgerChecks level) {
    this.extractor = new EventExtractor(network, mode);
    this.integrity = new LedgerIntegrity(level);
    this.hasher = new TransactionHasher(network);
    this.conservation = mode == EventsMode.VERIFY ? new BalanceConservation(network) : null;
  }

  /**
   * The events of one ledger.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together, or
   *     not to a hash
   * @throws ExtractionException when an operation or a fee cannot be read, or a fee is not the one
   *     charged
   */
  public CheckedLedger extract(LedgerView ledger) {
    integrity.check(ledger, hasher);
    LedgerEvents events = extractor.extract(ledger);
    if (integrity.level().covers(LedgerChecks.EVENTS)) {
      FeeAgreement.require(ledger, events);
    }
    return new CheckedLedger(events, conservation == null ? null : verify(ledger, events));
  }

  private BalanceCheck verify(LedgerView ledger, LedgerEvents events) {
    try {
      return BalanceCheck.of(conservation.differences(ledger, events));
    } catch (ExtractionException e) {
      return BalanceCheck.unreadable(e.getMessage());
    }
  }
}
