package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Checks of each ledger of a sequence that it names the hash of the one before: {@link
 * LedgerChecks#CHAIN}. A ledger whose sequence number is not the next begins another sequence, as
 * where a file holds several ranges.
 *
 * <p>Not thread-safe: one for each stream of ledgers.
 */
public final class LedgerSuccession {
  private long lastSequence;
  private byte[] lastHash;

  /** No ledger yet: the first may be any. */
  public LedgerSuccession() {}

  /**
   * Takes the next ledger.
   *
   * @throws LedgerException when it follows the last one by its number but not by its previous
   *     hash; it names the ledger and both hashes. The ledger is taken all the same
   */
  public void accept(LedgerView ledger) {
    byte[] expected = ledger.sequence() == lastSequence + 1 ? lastHash : null;
    lastSequence = ledger.sequence();
    lastHash = ledger.hash().copy();
    OpaqueView named = ledger.previousHash();
    if (expected != null && !Arrays.equals(expected, named.copy())) {
      throw LedgerException.inLedger(
          ledger.sequence(),
          "names "
              + named.hex()
              + " as its previous hash, but ledger "
              + (ledger.sequence() - 1)
              + " has "
              + HexFormat.of().formatHex(expected));
    }
  }
}
