package io.ttpprocessor.source;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.LedgerHeaderView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Sees to it that ledgers follow each other: each is the one after the last, and names the last
 * one's hash as its predecessor's; and the hash that it states is SHA-256 of its header, so that
 * what is chained is what the header says. For one stream of ledgers and one thread.
 */
public final class OrderCheck {
  private final MessageDigest sha256 = Sha256.newDigest();
  private long expected;
  private byte[] lastHash;

  /** A check of a stream whose first ledger is {@code first}. */
  public OrderCheck(long first) {
    this.expected = first;
  }

  /** A check that goes on from here, while this one stays: for ledgers that may be refused. */
  public OrderCheck copy() {
    OrderCheck copy = new OrderCheck(expected);
    copy.lastHash = lastHash;
    return copy;
  }

  /** The ledger that comes next. */
  public long expected() {
    return expected;
  }

  /**
   * Accepts the next ledger after checking its XDR as a whole.
   *
   * @throws SourceException CORRUPT, naming the ledger and its origin, and what was expected and
   *     found
   */
  public void accept(LedgerBytes ledger) throws SourceException {
    try {
      LedgerCloseMetaView meta =
          LedgerCloseMetaView.parseExactly(
              ledger.bytes(), ledger.offset(), ledger.offset() + ledger.length());
      accept(meta, ledger.origin());
    } catch (XdrException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format("%s: ledger %d: %s", ledger.origin(), expected, e.getMessage()),
          e);
    }
  }

  /** Accepts the next ledger, whose XDR has been checked; see {@link #accept(LedgerBytes)}. */
  public void accept(LedgerCloseMetaView meta, String origin) throws SourceException {
    LedgerHeaderHistoryEntryView entry = LedgerCloseMetas.header(meta);
    long sequence = entry.header().ledgerSeq();
    if (sequence != expected) {
      throw corrupt("%s: expected ledger %d, found ledger %d", origin, expected, sequence);
    }
    OpaqueView previous = entry.header().previousLedgerHash();
    if (lastHash != null && !Arrays.equals(previous.copy(), lastHash)) {
      throw corrupt(
          "%s: ledger %d follows a ledger with hash %s, but ledger %d has hash %s",
          origin, sequence, previous.hex(), sequence - 1, HexFormat.of().formatHex(lastHash));
    }
    LedgerHeaderView header = entry.header();
    sha256.update(header.bytes(), header.offset(), header.size());
    byte[] hash = sha256.digest();
    if (!Arrays.equals(hash, entry.hash().copy())) {
      throw corrupt(
          "%s: ledger %d states the hash %s, but SHA-256 of its header is %s",
          origin, sequence, entry.hash().hex(), HexFormat.of().formatHex(hash));
    }
    lastHash = hash;
    expected++;
  }

  private static SourceException corrupt(String format, Object... values) {
    return new SourceException(SourceException.Kind.CORRUPT, String.format(format, values));
  }
}
