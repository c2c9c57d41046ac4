package io.ttpprocessor.source;

import java.util.Arrays;

/**
 * One ledger's LedgerCloseMeta, as a range of an array that nobody writes to any more, unless the
 * cursor's memory is reused: the array may hold the ledger's neighbours too. Its header has been
 * checked ({@link OrderCheck}); the rest may not have been, so that whoever decodes it has to check
 * it as a whole.
 *
 * @param sequence the ledger's sequence number
 * @param bytes the array
 * @param offset first byte of the XDR
 * @param length number of bytes of the XDR
 * @param origin where it came from (object key, URL), for messages
 */
public record LedgerBytes(long sequence, byte[] bytes, int offset, int length, String origin) {

  /** Refuses a range that leaves the array. */
  public LedgerBytes {
    if (offset < 0 || length < 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          offset + " + " + length + " bytes leave an array of " + bytes.length);
    }
  }

  /** A ledger that fills its array. */
  public static LedgerBytes of(long sequence, byte[] ledgerCloseMeta, String origin) {
    return new LedgerBytes(sequence, ledgerCloseMeta, 0, ledgerCloseMeta.length, origin);
  }

  /** A copy of the XDR. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LedgerBytes
        && sequence == ((LedgerBytes) other).sequence
        && Arrays.equals(copy(), ((LedgerBytes) other).copy());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  @Override
  public String toString() {
    return "ledger " + sequence + " (" + length + " bytes of " + origin + ")";
  }
}
