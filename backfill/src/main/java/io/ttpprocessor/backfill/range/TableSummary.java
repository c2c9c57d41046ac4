package io.ttpprocessor.backfill.range;

/**
 * What a range holds of one table.
 *
 * @param table the table's name
 * @param rows how many events
 * @param digest SHA-256 over each ledger's sequence number (8 bytes), count of events (8 bytes) and
 *     digest (32 bytes, {@code ttp.v1.EventDigest}), numbers with the most significant byte first;
 *     in hexadecimal
 */
public record TableSummary(String table, long rows, String digest) {}
