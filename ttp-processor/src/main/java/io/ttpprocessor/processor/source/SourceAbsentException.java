package io.ttpprocessor.processor.source;

/** A call to the source ended before any ledger came, for a reason that may pass. */
final class SourceAbsentException extends Exception {
  private static final long serialVersionUID = 1L;

  SourceAbsentException(String message) {
    super(message);
  }
}
