package io.ttpprocessor.processor.input;

/** Frames: a 4-byte length with the high bit set, then the ledger. */
final class FrameForm implements LedgerForm {
  private static final int LAST_FRAGMENT = 0x8000_0000;

  @Override
  public FileLedger next(Content content) throws LedgerFileException {
    if (content.peek(1).length == 0) {
      return null;
    }
    long start = content.offset();
    int mark = content.readInt("a frame's length");
    int length = mark & ~LAST_FRAGMENT;
    if ((mark & LAST_FRAGMENT) == 0) {
      throw content.failureAt(
          start, String.format("0x%08x is no frame length: its high bit is not set", mark), null);
    }
    if (length > LedgerFileReader.MAXIMUM_LEDGER_BYTES) {
      throw content.failureAt(
          start,
          "a frame of " + length + " bytes; at most " + LedgerFileReader.MAXIMUM_LEDGER_BYTES,
          null);
    }
    long ledgerStart = content.offset();
    return new FileLedger(content.readExactly(length, "a frame"), content.file(), ledgerStart);
  }
}
