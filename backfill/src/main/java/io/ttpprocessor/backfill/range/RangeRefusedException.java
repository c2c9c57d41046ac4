package io.ttpprocessor.backfill.range;

import java.io.IOException;

/**
 * A target does not take a range, and would not at the next try either. The message names the
 * ledgers and why.
 */
public final class RangeRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its message. */
  public RangeRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
