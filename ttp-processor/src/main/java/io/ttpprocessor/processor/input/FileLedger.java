package io.ttpprocessor.processor.input;

/**
 * One ledger as a file holds it.
 *
 * @param ledgerCloseMeta LedgerCloseMeta as XDR, not checked yet
 * @param file name of the file
 * @param offset where the ledger begins, in bytes of the file's uncompressed content
 */
public record FileLedger(byte[] ledgerCloseMeta, String file, long offset) {}
