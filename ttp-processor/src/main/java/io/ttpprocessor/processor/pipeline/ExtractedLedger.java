package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.processor.event.EncodedMessage;
import java.util.List;

/**
 * A ledger whose events have all been told.
 *
 * @param sequence the ledger's sequence number
 * @param hash hash of its header, 32 bytes
 * @param previousHash hash of the header of the ledger before, 32 bytes
 * @param eventCount how many events it has
 * @param messages what a subscriber is to be sent for it, in order
 * @param byteCount size of its LedgerCloseMeta in bytes
 * @param nanoseconds how long the extraction took
 */
public record ExtractedLedger(
    long sequence,
    byte[] hash,
    byte[] previousHash,
    int eventCount,
    List<EncodedMessage> messages,
    int byteCount,
    long nanoseconds) {}
