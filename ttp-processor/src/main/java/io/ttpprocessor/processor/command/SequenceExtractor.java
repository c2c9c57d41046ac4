package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerSuccession;
import io.ttpprocessor.ledger.LedgerView;

/**
 * Tells the events of one ledger after the other, with the checks that were asked for. Not
 * thread-safe.
 */
final class SequenceExtractor {
  private final CheckedExtractor extractor;

  /** Null where the chain is not checked. */
  private final LedgerSuccession succession;

  SequenceExtractor(LedgerFiles input, ExtractionChoice choice) {
    this.extractor = new CheckedExtractor(input.network(), choice.mode(), choice.checks());
    this.succession =
        choice.checks().covers(LedgerChecks.CHAIN) ? LedgerSuccession.ofRanges() : null;
  }

  /**
   * The events of the next ledger.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger fails a check
   * @throws io.ttpprocessor.extract.ExtractionException when events cannot be told
   */
  CheckedLedger extract(LedgerView ledger) {
    if (succession != null) {
      succession.accept(ledger);
    }
    return extractor.extract(ledger);
  }
}
