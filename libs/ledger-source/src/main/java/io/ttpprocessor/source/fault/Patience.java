package io.ttpprocessor.source.fault;

import io.ttpprocessor.source.LedgerRange;

/** How long a fault that may pass is waited out. */
public enum Patience {
  /** {@code MAX_RETRIES} times; then the reader is told. For ranges with an end. */
  BOUNDED,
  /** Until it has passed. For live ranges, whose readers wait for ledgers anyway. */
  ENDLESS;

  /** The patience that readers of {@code range} expect. */
  public static Patience of(LedgerRange range) {
    return range.isLive() ? ENDLESS : BOUNDED;
  }
}
