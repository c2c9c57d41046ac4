package io.ttpprocessor.datalake;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.xdr.LedgerCloseMetaBatchView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.runtime.Xdr;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.ArrayList;
import java.util.List;

/**
 * One object's ledgers, checked: the XDR as a whole, the batch's bounds against the key, and each
 * ledger's sequence against its place. The ledgers are views over the object's bytes.
 */
final class LedgerBatch {
  private final String key;
  private final byte[] bytes;
  private final long first;
  private final List<LedgerCloseMetaView> ledgers;

  /** Where the last ledger ends; each of the others ends where the next begins. */
  private final int end;

  private LedgerBatch(
      String key, byte[] bytes, long first, List<LedgerCloseMetaView> ledgers, int end) {
    this.key = key;
    this.bytes = bytes;
    this.first = first;
    this.ledgers = ledgers;
    this.end = end;
  }

  /**
   * Checks a decompressed object.
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
    LedgerCloseMetaBatchView batch;
    try {
      batch = LedgerCloseMetaBatchView.parseExactly(bytes, 0, length);
    } catch (XdrException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format(
              "%s: %s%s", key, ledgerAt(bytes, length, place, e.offset()), e.getMessage()),
          e);
    }
    long start = batch.startSequence();
    long end = batch.endSequence();
    if (start < place.first() || end > place.last() || end < start) {
      throw corrupt(
          "%s: the batch says that it holds ledgers %d to %d, its key %d to %d",
          key, start, end, place.first(), place.last());
    }
    int count = batch.ledgerCloseMetas().count();
    if (count != end - start + 1) {
      throw corrupt(
          "%s: the batch says that it holds ledgers %d to %d, and holds %d",
          key, start, end, count);
    }
    List<LedgerCloseMetaView> ledgers = new ArrayList<>(count);
    for (LedgerCloseMetaView ledger : batch.ledgerCloseMetas()) {
      long expected = start + ledgers.size();
      long sequence = LedgerCloseMetas.header(ledger).header().ledgerSeq();
      if (sequence != expected) {
        throw corrupt(
            "%s: expected ledger %d, found ledger %d (byte offset %d)",
            key, expected, sequence, ledger.offset());
      }
      ledgers.add(ledger);
    }
    return new LedgerBatch(key, bytes, start, ledgers, length);
  }

  /** First ledger that it holds. */
  long first() {
    return first;
  }

  /** Last ledger that it holds, inclusive. */
  long last() {
    return first + ledgers.size() - 1;
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

  LedgerCloseMetaView view(long ledger) {
    return ledgers.get(Math.toIntExact(ledger - first));
  }

  /** When a ledger closed, in seconds since 1970. */
  long closeTime(long ledger) {
    return LedgerCloseMetas.header(view(ledger)).header().scpValue().closeTime();
  }

  /** A ledger's range of the object's bytes. */
  LedgerBytes ledger(long ledger) {
    int offset = view(ledger).offset();
    int after = ledger == last() ? end : view(ledger + 1).offset();
    return new LedgerBytes(ledger, bytes, offset, after - offset, key);
  }

  /** Which ledger a byte offset belongs to, found by walking the ledgers before it. */
  private static String ledgerAt(byte[] bytes, int length, LakeLayout.Batch place, int offset) {
    int at = LedgerCloseMetaBatchView.MINIMUM_SIZE;
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

  private static SourceException corrupt(String format, Object... values) {
    return new SourceException(SourceException.Kind.CORRUPT, String.format(format, values));
  }
}
