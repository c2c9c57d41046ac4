package io.ttpprocessor.store;

/**
 * A range of ledgers that is whole in a table: all of their events are there, and nothing else.
 *
 * @param first the first ledger
 * @param last the last ledger, inclusive
 * @param network network id (SHA-256 of the network's passphrase) in lower-case hexadecimal
 * @param rulesVersion version of the rules that made the events
 * @param previousHash hash of the ledger before the first, in lower-case hexadecimal; null where it
 *     was not kept
 * @param lastHash hash of the last ledger, in lower-case hexadecimal; null where it is not known
 */
public record DoneRange(
    long first,
    long last,
    String network,
    long rulesVersion,
    String previousHash,
    String lastHash) {

  /** The ledgers. */
  public LedgerSpan span() {
    return new LedgerSpan(first, last);
  }

  boolean contains(long ledger) {
    return first <= ledger && ledger <= last;
  }
}
