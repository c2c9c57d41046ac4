package io.ttpprocessor.backfill.range;

import io.ttpprocessor.store.LedgerSpan;

/**
 * A range of ledgers that stands in a target: what others have to join.
 *
 * @param span the ledgers
 * @param kind what must be the same in all ranges of one place, as text to compare and to show
 * @param previousHash the hash that the first ledger says the one before it has, in hexadecimal;
 *     null where it was not kept
 * @param lastHash hash of the last ledger, in hexadecimal; null where it is not known
 */
public record StandingRange(LedgerSpan span, String kind, String previousHash, String lastHash) {}
