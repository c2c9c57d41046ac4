package io.ttpprocessor.backfill.range;

/** The ranges of a target do not make a whole. The message names the ledgers. */
public final class RangesException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure with its message. */
  public RangesException(String message) {
    super(message);
  }
}
