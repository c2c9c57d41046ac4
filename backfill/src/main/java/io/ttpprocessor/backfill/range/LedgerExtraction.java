package io.ttpprocessor.backfill.range;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.encode.EventSelection;
import io.ttpprocessor.encode.LedgerMessageParts;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.EventStage;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** From a ledger's bytes to what sinks get. Not thread-safe: one for each worker. */
final class LedgerExtraction {
  private final Network network;
  private final LoadOptions options;
  private final CheckedExtractor extractor;
  private final ContractEventExtractor contractEvents = new ContractEventExtractor();
  private final EventEncoder encoder;

  LedgerExtraction(LoadOptions options) {
    this.options = options;
    this.network = Network.of(options.networkPassphrase());
    this.extractor = new CheckedExtractor(network, EventsMode.DERIVED, options.checks());
    this.encoder = new EventEncoder(network);
  }

  /**
   * The events of a ledger.
   *
   * @throws SourceException CORRUPT when they cannot be told; the message names object and ledger
   */
  ExtractedLedger extract(LedgerBytes ledger) throws SourceException {
    try {
      LedgerView view = LedgerView.parse(ledger.bytes(), ledger.offset(), ledger.length(), network);
      LedgerEvents events = extractor.extract(view).events();
      EncodedMessage message = encoder.ledger(parts(view, events));
      return new ExtractedLedger(events, message, digests(message));
    } catch (XdrException | LedgerException | ExtractionException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          ledger.origin() + ": ledger " + ledger.sequence() + ": " + e.getMessage(),
          e);
    }
  }

  private LedgerMessageParts parts(LedgerView view, LedgerEvents events) {
    boolean transfers = options.products().contains(EventProduct.TOKEN_TRANSFERS);
    boolean contract = options.products().contains(EventProduct.CONTRACT_EVENTS);
    LedgerContractEvents told = contract ? contractEvents.extract(view) : null;
    return new LedgerMessageParts(
        events,
        0,
        transfers ? EventSelection.all(events.events().size()) : null,
        told,
        contract ? select(told.events()) : null,
        true);
  }

  /** What contracts say, of transactions that took effect unless the others are wanted too. */
  private EventSelection select(List<ContractEvent> events) {
    return EventSelection.of(
        events.size(),
        place -> {
          ContractEvent event = events.get(place);
          return event.type() == ContractEventType.CONTRACT
              && event.place().stage() != EventStage.DIAGNOSTIC
              && (options.includeFailed() || event.transactionSuccessful());
        });
  }

  /** Read from the message, of which all else is passed over. */
  private static Map<EventProduct, EventDigest> digests(EncodedMessage message) {
    Map<EventProduct, EventDigest> digests = new EnumMap<>(EventProduct.class);
    CodedInputStream in =
        CodedInputStream.newInstance(message.bytes(), message.offset(), message.length());
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        if (field == io.ttpprocessor.protos.v1.LedgerEvents.TOKEN_TRANSFER_DIGEST_FIELD_NUMBER) {
          digests.put(EventProduct.TOKEN_TRANSFERS, digest(in));
        } else if (field
            == io.ttpprocessor.protos.v1.LedgerEvents.CONTRACT_EVENT_DIGEST_FIELD_NUMBER) {
          digests.put(EventProduct.CONTRACT_EVENTS, digest(in));
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a message of our own cannot be read", e);
    }
    return digests;
  }

  private static EventDigest digest(CodedInputStream in) throws IOException {
    EventDigest.Builder digest = EventDigest.newBuilder();
    in.readMessage(digest, ExtensionRegistryLite.getEmptyRegistry());
    return digest.build();
  }
}
