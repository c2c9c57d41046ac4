package io.ttpprocessor.extract.event;

import java.util.List;

/**
 * All events of one ledger, in the order that is theirs for ever: an event's place in the list,
 * from 0, is its ordinal.
 *
 * <p>The hashes are the record's own arrays, for readers only: nobody is to modify them.
 *
 * @param sequence sequence number of the ledger
 * @param hash hash of the ledger's header, 32 bytes
 * @param previousHash hash of the header of the ledger before, 32 bytes
 * @param closeTimeSeconds close time in seconds since 1970-01-01T00:00:00Z
 * @param protocolVersion the protocol under which the ledger closed
 * @param events the events; empty where nothing moved
 * @param skipped contract events with the name of a token's event that are not one; mostly empty
 * @param crossCheck how the events compare with the network's own; null unless that was asked for
 */
public record LedgerEvents(
    long sequence,
    byte[] hash,
    byte[] previousHash,
    long closeTimeSeconds,
    long protocolVersion,
    List<TokenEvent> events,
    List<SkippedEvent> skipped,
    CrossCheck crossCheck) {
  /** A ledger in which nothing was skipped, and that was not compared. */
  public LedgerEvents(
      long sequence,
      byte[] hash,
      byte[] previousHash,
      long closeTimeSeconds,
      long protocolVersion,
      List<TokenEvent> events) {
    this(sequence, hash, previousHash, closeTimeSeconds, protocolVersion, events, List.of(), null);
  }

  /** The same ledger with other events. */
  public LedgerEvents with(List<TokenEvent> others) {
    return new LedgerEvents(
        sequence,
        hash,
        previousHash,
        closeTimeSeconds,
        protocolVersion,
        others,
        skipped,
        crossCheck);
  }

  /** The same ledger, compared with the network's own events. */
  public LedgerEvents with(CrossCheck result, List<SkippedEvent> nowSkipped) {
    return new LedgerEvents(
        sequence,
        hash,
        previousHash,
        closeTimeSeconds,
        protocolVersion,
        events,
        nowSkipped,
        result);
  }
}
