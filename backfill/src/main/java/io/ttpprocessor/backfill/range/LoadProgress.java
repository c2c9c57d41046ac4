package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;

/** Is told how far loading is. */
public interface LoadProgress {
  /** A ledger was handed to the sink. */
  void ledger(ExtractedLedger ledger, int bytes);

  /** A range was found standing. */
  void standing(LedgerSpan span);
}
