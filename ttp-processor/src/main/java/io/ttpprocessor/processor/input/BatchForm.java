package io.ttpprocessor.processor.input;

import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A lake object: first and last sequence number, count, and the ledgers one after the other. The
 * ledgers are cut one at a time, so that those before a fault are still read.
 */
final class BatchForm implements LedgerForm {
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  private byte[] object;
  private int next;
  private long remaining;

  @Override
  public FileLedger next(Content content) throws LedgerFileException {
    if (object == null) {
      object = content.readAll(LedgerFileReader.MAXIMUM_OBJECT_BYTES);
      remaining = Integer.toUnsignedLong(ByteBuffer.wrap(object).getInt(2 * Integer.BYTES));
      next = HEADER_BYTES;
    }
    if (remaining == 0) {
      requireEnd(content);
      return null;
    }
    int start = next;
    next = endOfLedger(content, start);
    remaining--;
    return new FileLedger(Arrays.copyOfRange(object, start, next), content.file(), start);
  }

  private int endOfLedger(Content content, int start) throws LedgerFileException {
    try {
      return LedgerCloseMetaView.parse(object, start, object.length).end();
    } catch (XdrException e) {
      throw content.failureAt(
          e.offset(),
          String.format(
              "ledger of the batch at offset %d, %d of them to go: %s: %s",
              start, remaining, e.kind(), e.detail()),
          e);
    }
  }

  private void requireEnd(Content content) throws LedgerFileException {
    if (next < object.length) {
      throw content.failureAt(
          next, (object.length - next) + " bytes after the batch's last ledger", null);
    }
  }
}
