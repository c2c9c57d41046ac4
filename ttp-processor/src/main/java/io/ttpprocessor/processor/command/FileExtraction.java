package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.BalanceConservation;
import io.ttpprocessor.extract.verify.BalanceDifference;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerSuccession;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import java.util.List;

/** Tells the events of one ledger after the other, with the checks that were asked for. */
final class FileExtraction {
  private final CheckedExtractor extractor;

  /** Null where the chain is not checked. */
  private final LedgerSuccession succession;

  /** Null where balances are not verified. */
  private final BalanceConservation conservation;

  private long verified;
  private long unbalanced;

  FileExtraction(
      Network network, EventExtractor extractor, LedgerChecks checks, boolean verifyBalances) {
    this.extractor = new CheckedExtractor(extractor, checks);
    this.succession = checks.covers(LedgerChecks.CHAIN) ? new LedgerSuccession() : null;
    this.conservation = verifyBalances ? new BalanceConservation(network) : null;
  }

  /**
   * The events of the next ledger.
   *
   * @throws LedgerException when the ledger fails a check, or its events do not explain the changes
   *     of balances
   * @throws io.ttpprocessor.extract.ExtractionException when events cannot be told
   */
  LedgerEvents extract(LedgerView ledger) {
    if (succession != null) {
      succession.accept(ledger);
    }
    LedgerEvents events = extractor.extract(ledger);
    if (conservation != null) {
      verify(ledger, events);
    }
    return events;
  }

  /** How many ledgers were verified, and how many of them do not balance. */
  String verificationSummary() {
    return verified
        + " ledgers verified, "
        + unbalanced
        + " with balances that differ or cannot be read";
  }

  private void verify(LedgerView ledger, LedgerEvents events) {
    verified++;
    unbalanced++; // until the ledger has proved otherwise
    List<BalanceDifference> differences = conservation.differences(ledger, events);
    if (!differences.isEmpty()) {
      throw LedgerException.inLedger(
          ledger.sequence(),
          differences.size() + " balances differ, the first: " + differences.get(0));
    }
    unbalanced--;
  }
}
