package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;
import java.util.Optional;

/**
 * A range of ledgers that stands in a target: what others have to join.
 *
 * @param span the ledgers
 * @param kind what must be the same in all ranges of one place, as text to compare and to show
 * @param previousHash the hash that the first ledger says the one before it has, in hexadecimal;
 *     null where it was not kept
 * @param lastHash hash of the last ledger, in hexadecimal; null where it is not known
 */
public record StandingRange(LedgerSpan span, String kind, String previousHash, String lastHash) {
  /**
   * Why {@code next} does not follow, though it begins with the ledger after this one's last: names
   * both ledgers and hashes. Empty where a hash is not known.
   */
  public Optional<String> breakBefore(StandingRange next) {
    boolean meet = next.span.first() == span.last() + 1;
    boolean known = next.previousHash != null && lastHash != null;
    if (!meet || !known || next.previousHash.equals(lastHash)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "ledger %d names the previous hash %s, but ledger %d, the last of a range (%s), has the"
                + " hash %s",
            next.span.first(), next.previousHash, span.last(), span, lastHash));
  }
}
