package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.encode.EncodedMessage;
import java.util.List;

/**
 * A ledger whose events have all been told.
 *
 * @param sequence the ledger's sequence number
 * @param hash hash of its header, 32 bytes
 * @param previousHash hash of the header of the ledger before, 32 bytes
 * @param latestLedger newest ledger that the source knew of; 0 when it does not tell
 * @param eventCount how many token transfers it has
 * @param messages what a subscriber is to be sent for it, in order
 * @param content what it was read from; null unless the pipeline keeps it
 * @param byteCount size of its LedgerCloseMeta in bytes
 * @param nanoseconds how long the extraction took
 */
public record ExtractedLedger(
    long sequence,
    byte[] hash,
    byte[] previousHash,
    long latestLedger,
    int eventCount,
    List<EncodedMessage> messages,
    LedgerContent content,
    int byteCount,
    long nanoseconds) {
  /** The same ledger with other messages, and without its content. */
  ExtractedLedger with(List<EncodedMessage> others) {
    return new ExtractedLedger(
        sequence,
        hash,
        previousHash,
        latestLedger,
        eventCount,
        others,
        null,
        byteCount,
        nanoseconds);
  }

  /** Whether the source knew of no newer one. */
  public boolean isNewest() {
    return latestLedger != 0 && latestLedger <= sequence;
  }
}
