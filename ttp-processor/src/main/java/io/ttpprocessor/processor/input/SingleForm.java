package io.ttpprocessor.processor.input;

/** One LedgerCloseMeta and nothing else. */
final class SingleForm implements LedgerForm {
  @Override
  public FileLedger next(Content content) throws LedgerFileException {
    long start = content.offset();
    byte[] ledger = content.readAll(LedgerFileReader.MAXIMUM_LEDGER_BYTES);
    return ledger.length == 0 ? null : new FileLedger(ledger, content.file(), start);
  }
}
