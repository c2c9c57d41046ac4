package io.ttpprocessor.datalake;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ledgers of the synthetic corpus, renumbered and chained: each header names its predecessor's
 * hash, and its own is the SHA-256 of its bytes.
 */
final class ChainedLedgers {
  private static final List<byte[]> CORPUS =
      GoldenCorpus.SYNTHETIC_DERIVED.ledgers().stream()
          .filter(ChainedLedgers::isReadable)
          .limit(100)
          .collect(Collectors.toList());

  private ChainedLedgers() {}

  /**
   * The ledgers from {@code first} to {@code last}, both inclusive, the same for the same bounds.
   */
  static List<byte[]> of(long first, long last) {
    List<byte[]> ledgers = new ArrayList<>();
    byte[] previousHash = new byte[32];
    for (long sequence = first; sequence <= last; sequence++) {
      byte[] ledger = CORPUS.get((int) (sequence % CORPUS.size())).clone();
      previousHash = chain(ledger, sequence, previousHash);
      ledgers.add(ledger);
    }
    return ledgers;
  }

  /** Renumbers and links a ledger in place and returns its hash. */
  static byte[] chain(byte[] ledger, long sequence, byte[] previousHash) {
    LedgerHeaderHistoryEntryView entry = header(ledger);
    ByteBuffer buffer = ByteBuffer.wrap(ledger);
    // ledgerSeq follows bucketListHash in the header.
    buffer.putInt(entry.header().bucketListHash().end(), (int) sequence);
    buffer.put(entry.header().previousLedgerHash().offset(), previousHash);
    byte[] hash = sha256(entry.header().copy());
    buffer.put(entry.hash().offset(), hash);
    return hash;
  }

  static LedgerHeaderHistoryEntryView header(byte[] ledger) {
    return LedgerCloseMetas.header(LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length));
  }

  private static boolean isReadable(byte[] ledger) {
    try {
      return header(ledger).size() > 0;
    } catch (XdrException e) {
      return false;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
