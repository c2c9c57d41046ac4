package io.ttpprocessor.encode;

import com.google.protobuf.ByteString;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import java.util.List;

/**
 * Builds the {@code ttp.v1.LedgerEvents} message of a ledger by protobuf's own builders: what an
 * {@link EventEncoder} has to equal. Also of a ledger without events.
 */
final class LedgerEventsMessages {
  private final ByteString networkId;

  /** For ledgers of the given network, whose id goes into each cursor. */
  LedgerEventsMessages(Network network) {
    this.networkId = ByteString.copyFrom(network.id());
  }

  /**
   * The whole ledger as one message.
   *
   * @param events the ledger's token transfers, in order
   * @param latestLedger newest ledger that the source knew of; 0 when it does not tell, and then
   *     the message names the ledger itself, the newest that is known
   */
  io.ttpprocessor.protos.v1.LedgerEvents of(
      LedgerEvents ledger, List<TokenTransferEvent> events, long latestLedger) {
    ByteString hash = ByteString.copyFrom(ledger.hash());
    io.ttpprocessor.protos.v1.LedgerEvents.Builder message =
        io.ttpprocessor.protos.v1.LedgerEvents.newBuilder()
            .setSequence((int) ledger.sequence())
            .setHash(hash)
            .setPreviousHash(ByteString.copyFrom(ledger.previousHash()))
            .setClosedAt(EventMessages.closedAt(ledger))
            .setCursor(cursor(ledger, hash))
            .setLatestLedger((int) Math.max(latestLedger, ledger.sequence()))
            .setProtocolVersion((int) ledger.protocolVersion())
            .setRulesVersion(EventExtractor.RULES_VERSION);
    int ordinal = 0;
    for (TokenTransferEvent event : events) {
      message.addEvents(LedgerEvent.newBuilder().setOrdinal(ordinal++).setTokenTransfer(event));
    }
    return message.build();
  }

  private LedgerCursor cursor(LedgerEvents ledger, ByteString hash) {
    return LedgerCursor.newBuilder()
        .setLedgerSequence((int) ledger.sequence())
        .setLedgerHash(hash)
        .setNetworkId(networkId)
        .build();
  }
}
