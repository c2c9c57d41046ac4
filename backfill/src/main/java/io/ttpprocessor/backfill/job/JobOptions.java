package io.ttpprocessor.backfill.job;

import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.store.LedgerSpan;
import java.io.Serializable;

/**
 * A backfill.
 *
 * @param first first ledger that is to be in the sink at the end
 * @param last last ledger, inclusive
 * @param load what is loaded, and from where
 * @param target where to
 * @param parallelism how many ranges are loaded at a time
 * @param restarts how often a job is begun again that has lost a worker or met a fault that may
 *     pass
 */
public record JobOptions(
    long first, long last, LoadOptions load, TargetOptions target, int parallelism, int restarts)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** All ledgers that are wanted. */
  public LedgerSpan wanted() {
    return new LedgerSpan(first, last);
  }
}
