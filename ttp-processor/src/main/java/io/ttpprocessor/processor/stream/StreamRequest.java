package io.ttpprocessor.processor.stream;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.pipeline.LedgerChain;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.source.LedgerRange;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A request that has been found sound.
 *
 * @param range the ledgers wanted; empty when a cursor already is at the end
 * @param chain what the first ledger has to follow
 */
record StreamRequest(Optional<LedgerRange> range, LedgerChain chain) {
  private static final int HASH_BYTES = 32;
  private static final long MAXIMUM_SEQUENCE = 0xffff_ffffL;

  /** The original contract: an end of 0, or before the start, means live. */
  static StreamRequest of(GetEventsRequest request) {
    LedgerRange range =
        LedgerRange.fromTtpRequest(
            Integer.toUnsignedLong(request.getStartLedger()),
            Integer.toUnsignedLong(request.getEndLedger()));
    return new StreamRequest(Optional.of(range), LedgerChain.fromAnywhere());
  }

  /**
   * The contract of whole ledgers.
   *
   * @throws StatusException INVALID_ARGUMENT for an end before the start or a malformed cursor,
   *     FAILED_PRECONDITION for a cursor of another network
   */
  static StreamRequest of(StreamLedgerEventsRequest request, Network network)
      throws StatusException {
    long end = Integer.toUnsignedLong(request.getEndLedger());
    if (!request.hasAfter()) {
      long start = Integer.toUnsignedLong(request.getStartLedger());
      return new StreamRequest(Optional.of(range(start, end)), LedgerChain.fromAnywhere());
    }
    LedgerCursor cursor = request.getAfter();
    requireHash("ledger_hash", cursor.getLedgerHash());
    requireHash("network_id", cursor.getNetworkId());
    requireNetwork(cursor, network);
    long sequence = Integer.toUnsignedLong(cursor.getLedgerSequence());
    if (sequence == 0 || sequence == MAXIMUM_SEQUENCE) {
      throw invalid("the cursor's ledger_sequence is " + sequence);
    }
    Optional<LedgerRange> range =
        end == sequence ? Optional.empty() : Optional.of(range(sequence + 1, end));
    return new StreamRequest(
        range, LedgerChain.after(sequence, cursor.getLedgerHash().toByteArray()));
  }

  /** The range, for the log. */
  String describe() {
    return range.map(wanted -> "ledgers " + wanted).orElse("nothing, the cursor is at the end");
  }

  private static LedgerRange range(long start, long end) throws StatusException {
    if (end == 0) {
      return LedgerRange.live(start);
    }
    if (end < start) {
      throw invalid("end_ledger " + end + " is before the first ledger, " + start);
    }
    return LedgerRange.bounded(start, end);
  }

  private static void requireHash(String field, ByteString hash) throws StatusException {
    if (hash.size() != HASH_BYTES) {
      throw invalid("the cursor's " + field + " has " + hash.size() + " bytes, not " + HASH_BYTES);
    }
  }

  private static void requireNetwork(LedgerCursor cursor, Network network) throws StatusException {
    String cursorNetwork = HexFormat.of().formatHex(cursor.getNetworkId().toByteArray());
    if (!cursorNetwork.equals(network.idHex())) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              String.format(
                  "the cursor at ledger %d is of network %s, but this processor reads %s (%s)",
                  Integer.toUnsignedLong(cursor.getLedgerSequence()),
                  cursorNetwork,
                  network.idHex(),
                  network.passphrase()))
          .asException();
    }
  }

  private static StatusException invalid(String description) {
    return Status.INVALID_ARGUMENT.withDescription(description).asException();
  }
}
