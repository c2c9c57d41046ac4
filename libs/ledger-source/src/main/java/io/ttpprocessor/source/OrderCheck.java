package io.ttpprocessor.source;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerSuccession;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.Optional;

/**
 * Sees to it that ledgers follow each other ({@link LedgerSuccession}), and that the hash which
 * each states is its header's ({@link HeaderHash}), so that what is chained is what the header
 * says. For one stream of ledgers and one thread.
 */
public final class OrderCheck {
  private final HeaderHash headerHash = new HeaderHash();
  private final LedgerSuccession succession;

  /** The next ledger, for messages about bytes that are none. */
  private long expected;

  /** A check of a stream whose first ledger is {@code first}. */
  public OrderCheck(long first) {
    this(LedgerSuccession.from(first), first);
  }

  private OrderCheck(LedgerSuccession succession, long expected) {
    this.succession = succession;
    this.expected = expected;
  }

  /** A check that goes on from here, while this one stays: for ledgers that may be refused. */
  public OrderCheck copy() {
    return new OrderCheck(succession.copy(), expected);
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
      accept(LedgerCloseMetas.header(meta), ledger.origin());
    } catch (XdrException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format("%s: ledger %d: %s", ledger.origin(), expected, e.getMessage()),
          e);
    }
  }

  /** Accepts the next ledger by its header, which has been checked; see the other. */
  public void accept(LedgerHeaderHistoryEntryView entry, String origin) throws SourceException {
    long sequence = entry.header().ledgerSeq();
    try {
      succession.accept(sequence, entry.hash().copy(), entry.header().previousLedgerHash().copy());
    } catch (LedgerException e) {
      throw new SourceException(SourceException.Kind.CORRUPT, origin + ": " + e.getMessage(), e);
    }
    Optional<String> difference = headerHash.difference(entry);
    if (difference.isPresent()) {
      throw new SourceException(SourceException.Kind.CORRUPT, origin + ": " + difference.get());
    }
    expected = sequence + 1;
  }
}
