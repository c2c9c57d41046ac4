package io.ttpprocessor.processor.input;

/** A form in which a file holds ledgers. Not thread-safe. */
interface LedgerForm {
  /** The next ledger, or null after the last. */
  FileLedger next(Content content) throws LedgerFileException;
}
