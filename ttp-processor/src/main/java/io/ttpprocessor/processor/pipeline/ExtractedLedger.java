package io.ttpprocessor.processor.pipeline;

import java.util.List;

/**
 * A ledger whose events have all been told.
 *
 * @param <M> the messages of a stream
 * @param sequence the ledger's sequence number
 * @param hash hash of its header, 32 bytes
 * @param previousHash hash of the header of the ledger before, 32 bytes
 * @param eventCount how many events it has
 * @param messages what a subscriber is to be sent for it, in order
 * @param byteCount size of its LedgerCloseMeta in bytes
 * @param nanoseconds how long the extraction took
 */
public record ExtractedLedger<M>(
    long sequence,
    byte[] hash,
    byte[] previousHash,
    int eventCount,
    List<M> messages,
    int byteCount,
    long nanoseconds) {}
