package io.ttpprocessor.backfill;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The messages that the streaming service would send of a golden lake's ledgers, made of the
 * reference's token transfers.
 */
final class ReferenceLedgers {
  private static final ByteString NETWORK =
      ByteString.copyFrom(
          HexFormat.of()
              .parseHex(Network.of(GoldenCorpus.SYNTHETIC_DERIVED.networkPassphrase()).idHex()));

  private ReferenceLedgers() {}

  /** Those of a span. */
  static List<LedgerEvents> of(GoldenLake lake, LedgerSpan span) {
    List<LedgerEvents> ledgers = new ArrayList<>();
    for (long ledger = span.first(); ledger <= span.last(); ledger++) {
      ledgers.add(of(lake, ledger));
    }
    return ledgers;
  }

  private static LedgerEvents of(GoldenLake lake, long sequence) {
    ByteString hash = hash(lake, sequence);
    LedgerEvents.Builder ledger =
        LedgerEvents.newBuilder()
            .setSequence((int) sequence)
            .setHash(hash)
            .setPreviousHash(hash(lake, sequence - 1))
            .setRulesVersion(EventExtractor.RULES_VERSION)
            .setCursor(
                LedgerCursor.newBuilder()
                    .setLedgerSequence((int) sequence)
                    .setLedgerHash(hash)
                    .setNetworkId(NETWORK));
    for (TokenTransferEvent told : lake.events().get((int) (sequence - GoldenLake.FIRST))) {
      TokenTransferEvent.Builder event = told.toBuilder();
      event.getMetaBuilder().setLedgerSequence((int) sequence);
      Timestamp closedAt = told.getMeta().getClosedAt();
      ledger
          .setClosedAt(closedAt)
          .addEvents(
              LedgerEvent.newBuilder().setOrdinal(ledger.getEventsCount()).setTokenTransfer(event));
    }
    return ledger.build();
  }

  private static ByteString hash(GoldenLake lake, long sequence) {
    return sequence < GoldenLake.FIRST
        ? ByteString.copyFrom(new byte[32])
        : ByteString.copyFrom(HexFormat.of().parseHex(lake.hashOf(sequence)));
  }
}
