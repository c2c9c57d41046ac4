package io.ttpprocessor.processor.source;

import com.google.protobuf.ByteString;
import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.protos.rawledger.RawLedger;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The last ledgers of one stream, as fingerprints: where each came from, its length and the SHA-256
 * of its bytes. So a window of a hundred ledgers takes some kilobytes, whatever their size. Not
 * thread-safe.
 */
final class OverlapWindow {
  private final int size;
  private final Deque<Print> prints = new ArrayDeque<>();
  private final MessageDigest sha256 = Sha256.newDigest();

  /** Whom the newest ledger has been compared with since it came, if anyone. */
  private Source comparedWith;

  OverlapWindow(int size) {
    this.size = size;
  }

  /**
   * One ledger's fingerprint.
   *
   * @param source where it came from
   */
  record Print(long sequence, Source source, int length, byte[] hash) {
    /** Whether these bytes are the ledger's. */
    boolean matches(ByteString xdr) {
      return xdr.size() == length && Arrays.equals(hash, digest(Sha256.newDigest(), xdr));
    }
  }

  void add(RawLedger ledger, Source source) {
    if (size == 0) {
      return;
    }
    if (prints.size() == size) {
      prints.removeFirst();
    }
    ByteString xdr = ledger.getLedgerCloseMetaXdr();
    long sequence = Integer.toUnsignedLong(ledger.getSequence());
    prints.addLast(new Print(sequence, source, xdr.size(), digest(sha256, xdr)));
    comparedWith = null;
  }

  /**
   * What is to be compared with {@code source} before a ledger of it follows, in order: the ledgers
   * that others sent; none where the newest is its own, or the comparison has been made.
   */
  List<Print> before(Source source) {
    boolean isHandOver =
        !prints.isEmpty()
            && !prints.peekLast().source().equals(source)
            && !source.equals(comparedWith);
    return isHandOver
        ? prints.stream().filter(print -> !print.source().equals(source)).toList()
        : List.of();
  }

  /** Notes that the comparison with {@code source} has been made. */
  void compared(Source source) {
    comparedWith = source;
  }

  private static byte[] digest(MessageDigest sha256, ByteString xdr) {
    xdr.asReadOnlyByteBufferList().forEach(sha256::update);
    return sha256.digest();
  }
}
