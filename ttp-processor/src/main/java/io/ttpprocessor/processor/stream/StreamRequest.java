package io.ttpprocessor.processor.stream;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.format.ContractEventFilter;
import io.ttpprocessor.processor.format.ContractEventsFormat;
import io.ttpprocessor.processor.format.FilterReader;
import io.ttpprocessor.processor.format.TokenEventsFormat;
import io.ttpprocessor.processor.pipeline.LedgerChain;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
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
 * @param format what is sent for each
 */
record StreamRequest(Optional<LedgerRange> range, LedgerChain chain, LedgerFormat format) {
  private static final int HASH_BYTES = 32;
  private static final long MAXIMUM_SEQUENCE = 0xffff_ffffL;

  /** The original contract: an end of 0, or before the start, means live. */
  static StreamRequest of(GetEventsRequest request) {
    LedgerRange range =
        LedgerRange.fromTtpRequest(
            Integer.toUnsignedLong(request.getStartLedger()),
            Integer.toUnsignedLong(request.getEndLedger()));
    return new StreamRequest(
        Optional.of(range), LedgerChain.fromAnywhere(), new TokenEventsFormat());
  }

  /**
   * The original contract of contract events: an end of 0, or before the start, means live.
   *
   * @throws StatusException INVALID_ARGUMENT for a filter that cannot be understood
   */
  static StreamRequest of(GetContractEventsRequest request, Network network)
      throws StatusException {
    FilterReader reader = new FilterReader(network);
    ContractEventFilter filter = reader.contractEvents(request);
    reader.throwIfProblems();
    LedgerRange range =
        LedgerRange.fromTtpRequest(
            Integer.toUnsignedLong(request.getStartLedger()),
            Integer.toUnsignedLong(request.getEndLedger()));
    return new StreamRequest(
        Optional.of(range), LedgerChain.fromAnywhere(), new ContractEventsFormat(filter));
  }

  /**
   * The contract of whole ledgers.
   *
   * @throws StatusException INVALID_ARGUMENT for an end before the start, a malformed cursor or a
   *     filter that cannot be understood, FAILED_PRECONDITION for a cursor of another network
   */
  static StreamRequest of(StreamLedgerEventsRequest request, Network network)
      throws StatusException {
    LedgerFormat format = WholeLedgerRequest.format(request, network);
    long end = Integer.toUnsignedLong(request.getEndLedger());
    if (!request.hasAfter()) {
      long start = Integer.toUnsignedLong(request.getStartLedger());
      return new StreamRequest(Optional.of(range(start, end)), LedgerChain.fromAnywhere(), format);
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
        range, LedgerChain.after(sequence, cursor.getLedgerHash().toByteArray()), format);
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
