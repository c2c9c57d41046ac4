package io.ttpprocessor.datalake;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.xdr.LedgerCloseMetaBatchView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.Xdr;
import io.ttpprocessor.xdr.runtime.XdrException;

/**
 * One object's ledgers, checked: the batch's bounds against the key, and each ledger's header,
 * whose sequence must be its place's. The ledgers are ranges of the object's bytes.
 */
final class LedgerBatch {
  private static final int COUNT_AT = 8;
  private static final int LEDGERS_AT = LedgerCloseMetaBatchView.MINIMUM_SIZE;

  private final String key;
  private final byte[] bytes;
  private final long first;
  private final LedgerHeaderHistoryEntryView[] headers;

  /** Where each ledger begins, and behind them where the last one ends. */
  private final int[] bounds;

  private LedgerBatch(String key, byte[] bytes, long first, int count) {
    this.key = key;
    this.bytes = bytes;
    this.first = first;
    this.headers = new LedgerHeaderHistoryEntryView[count];
    this.bounds = new int[count + 1];
  }

  /**
   * Checks a decompressed object whose content is as it was written. Where it holds one ledger,
   * nothing of that is read but its header: it is all that lies behind the batch's own bounds, and
   * whoever decodes it checks its XDR. Several are told apart by checking them as a whole.
   *
   * @param key the object's key, for messages
   * @param place what the key stands for; a batch may hold fewer ledgers (the network's first is 2,
   *     the last batch may be short), never others
   * @param bytes its content, and perhaps some room after it
   * @param length bytes of content
   * @throws SourceException CORRUPT, naming the key, the ledger and the byte offset
   */
  static LedgerBatch parse(String key, LakeLayout.Batch place, byte[] bytes, int length)
      throws SourceException {
    if (length < LEDGERS_AT || Xdr.uint32(bytes, COUNT_AT) != 1) {
      return parseWhole(key, place, bytes, length);
    }
    LedgerBatch batch = begin(key, place, bytes);
    try {
      batch.put(0, LEDGERS_AT, LedgerCloseMetas.parseHeader(bytes, LEDGERS_AT, length));
    } catch (XdrException e) {
      throw corrupt(key, "ledger " + batch.first + ": ", e);
    }
    batch.bounds[1] = length;
    return batch;
  }

  /**
   * Checks a decompressed object and the XDR of all ledgers in it; see {@link #parse}.
   *
   * @throws SourceException CORRUPT, naming the key, the ledger and the byte offset
   */
  static LedgerBatch parseWhole(String key, LakeLayout.Batch place, byte[] bytes, int length)
      throws SourceException {
    LedgerCloseMetaBatchView view;
    try {
      view = LedgerCloseMetaBatchView.parseExactly(bytes, 0, length);
    } catch (XdrException e) {
      throw corrupt(key, ledgerAt(bytes, length, place, e.offset()), e);
    }
    LedgerBatch batch = begin(key, place, bytes);
    int index = 0;
    for (LedgerCloseMetaView ledger : view.ledgerCloseMetas()) {
      batch.put(index, ledger.offset(), LedgerCloseMetas.header(ledger));
      index++;
    }
    batch.bounds[index] = length;
    return batch;
  }

  /** Checks what the batch says of itself; its ledgers are still to come. */
  private static LedgerBatch begin(String key, LakeLayout.Batch place, byte[] bytes)
      throws SourceException {
    long start = Xdr.uint32(bytes, 0);
    long end = Xdr.uint32(bytes, Integer.BYTES);
    if (start < place.first() || end > place.last() || end < start) {
      throw corrupt(
          "%s: the batch says that it holds ledgers %d to %d, its key %d to %d",
          key, start, end, place.first(), place.last());
    }
    long count = Xdr.uint32(bytes, COUNT_AT);
    if (count != end - start + 1) {
      throw corrupt(
          "%s: the batch says that it holds ledgers %d to %d, and holds %d",
          key, start, end, count);
    }
    return new LedgerBatch(key, bytes, start, (int) count);
  }

  private void put(int index, int offset, LedgerHeaderHistoryEntryView header)
      throws SourceException {
    long expected = first + index;
    long sequence = header.header().ledgerSeq();
    if (sequence != expected) {
      throw corrupt(
          "%s: expected ledger %d, found ledger %d (byte offset %d)",
          key, expected, sequence, offset);
    }
    headers[index] = header;
    bounds[index] = offset;
  }

  /** First ledger that it holds. */
  long first() {
    return first;
  }

  /** Last ledger that it holds, inclusive. */
  long last() {
    return first + headers.length - 1;
  }

  boolean holds(long ledger) {
    return ledger >= first() && ledger <= last();
  }

  String key() {
    return key;
  }

  /** Memory that it takes, in bytes. */
  int size() {
    return bytes.length;
  }

  /** The array that its ledgers lie in. */
  byte[] array() {
    return bytes;
  }

  /** A ledger's header, which has been checked. */
  LedgerHeaderHistoryEntryView header(long ledger) {
    return headers[index(ledger)];
  }

  /** When a ledger closed, in seconds since 1970. */
  long closeTime(long ledger) {
    return header(ledger).header().scpValue().closeTime();
  }

  /** A ledger's range of the object's bytes. */
  LedgerBytes ledger(long ledger) {
    int index = index(ledger);
    int offset = bounds[index];
    return new LedgerBytes(ledger, bytes, offset, bounds[index + 1] - offset, key);
  }

  private int index(long ledger) {
    return Math.toIntExact(ledger - first);
  }

  /** Which ledger a byte offset belongs to, found by walking the ledgers before it. */
  private static String ledgerAt(byte[] bytes, int length, LakeLayout.Batch place, int offset) {
    int at = LEDGERS_AT;
    if (offset < at) {
      return "";
    }
    long ledger = Math.max(place.first(), Xdr.uint32(bytes, 0));
    try {
      while (true) {
        at = LedgerCloseMetaView.check(bytes, at, length, 1);
        ledger++;
        if (ledger > place.last()) {
          return "";
        }
      }
    } catch (XdrException e) {
      return "ledger " + ledger + ": ";
    }
  }

  private static SourceException corrupt(String key, String ledger, XdrException fault) {
    return new SourceException(
        SourceException.Kind.CORRUPT, key + ": " + ledger + fault.getMessage(), fault);
  }

  private static SourceException corrupt(String format, Object... values) {
    return new SourceException(SourceException.Kind.CORRUPT, String.format(format, values));
  }
}
