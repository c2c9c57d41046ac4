package io.ttpprocessor.ledger;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The rule by which one ledger follows another: its sequence number is the next, and it names the
 * hash of the one before as its previous hash ({@link LedgerChecks#CHAIN}). Whether the hash that a
 * ledger states is its header's is another check.
 *
 * <p>Not thread-safe: one for each stream of ledgers.
 */
public final class LedgerSuccession {
  private final boolean mayBeginAnew;

  /** 0 where any ledger may come. */
  private long next;

  /** Null where the next ledger may name any. */
  private byte[] lastHash;

  private LedgerSuccession(boolean mayBeginAnew, long next, byte[] lastHash) {
    this.mayBeginAnew = mayBeginAnew;
    this.next = next;
    this.lastHash = lastHash;
  }

  /** Any ledger, and those that follow it. */
  public static LedgerSuccession fromAnywhere() {
    return new LedgerSuccession(false, 0, null);
  }

  /** The ledger with this sequence number, and those that follow it. */
  public static LedgerSuccession from(long first) {
    return new LedgerSuccession(false, first, null);
  }

  /** The ledgers that follow the one with this sequence number and hash (32 bytes). */
  public static LedgerSuccession after(long sequence, byte[] hash) {
    return new LedgerSuccession(false, sequence + 1, hash.clone());
  }

  /**
   * Several ranges, as files may hold: a ledger whose sequence number is not the next begins
   * another.
   */
  public static LedgerSuccession ofRanges() {
    return new LedgerSuccession(true, 0, null);
  }

  /** One that goes on from here, while this one stays: for ledgers that may be refused. */
  public LedgerSuccession copy() {
    return new LedgerSuccession(mayBeginAnew, next, lastHash);
  }

  /**
   * Takes the next ledger.
   *
   * @throws LedgerException when it does not follow the last one; it names the ledger and, where
   *     they differ, both hashes. The ledger is taken all the same
   */
  public void accept(LedgerView ledger) {
    accept(ledger.sequence(), ledger.hash().copy(), ledger.previousHash().copy());
  }

  /**
   * Takes the next ledger; see {@link #accept(LedgerView)}.
   *
   * @param sequence its sequence number
   * @param hash its hash, 32 bytes; kept
   * @param previousHash the hash that it names as the one before, 32 bytes
   */
  public void accept(long sequence, byte[] hash, byte[] previousHash) {
    long expected = next;
    byte[] expectedHash = lastHash;
    next = sequence + 1;
    lastHash = hash;
    if (expected != 0 && sequence != expected) {
      if (mayBeginAnew) {
        return;
      }
      throw LedgerException.inLedger(sequence, "found where ledger " + expected + " was expected");
    }
    if (expectedHash != null && !Arrays.equals(expectedHash, previousHash)) {
      throw LedgerException.inLedger(
          sequence,
          String.format(
              "names %s as its previous hash, but ledger %d has %s",
              HexFormat.of().formatHex(previousHash),
              sequence - 1,
              HexFormat.of().formatHex(expectedHash)));
    }
  }
}
