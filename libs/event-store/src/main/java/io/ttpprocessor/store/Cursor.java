package io.ttpprocessor.store;

/**
 * How far the table has come: it holds all events of the ledgers from {@code firstLedger} to {@code
 * ledgerSequence}, both inclusive, and none of any other.
 *
 * @param network network id (SHA-256 of the network's passphrase) in lower-case hexadecimal
 * @param firstLedger the first ledger stored
 * @param ledgerSequence the last ledger stored
 * @param ledgerHash hash of the last ledger's header in lower-case hexadecimal
 * @param rulesVersion version of the rules that made the events
 */
public record Cursor(
    String network, long firstLedger, long ledgerSequence, String ledgerHash, long rulesVersion) {}
