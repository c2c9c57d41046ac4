package io.ttpprocessor.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.fuzz.ChangedLedgers;
import io.ttpprocessor.extract.fuzz.SmallLedgers;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever events come of a ledger with one bit changed, protobuf's parser reads the encoder's
 * bytes of them as the messages they are. The modes that are not here deliver the derived events.
 */
@Timeout(60)
class ChangedLedgersEncoderTest {
  private final EventEncoder encoder = new EventEncoder(SmallLedgers.NETWORK);
  private final EventMessages messages = new EventMessages();
  private final LedgerEventsMessages ledgerMessages =
      new LedgerEventsMessages(SmallLedgers.NETWORK);

  @ParameterizedTest
  @EnumSource(names = {"DERIVED", "UNIFIED"})
  void protobufReadsWhatWasWritten(EventsMode mode) throws InvalidProtocolBufferException {
    EventExtractor extractor = new EventExtractor(SmallLedgers.NETWORK, mode);
    int read = 0;
    for (byte[] ledger : SmallLedgers.ofEveryKind()) {
      for (LedgerEvents told : told(extractor, ledger)) {
        requireSame(told);
        read += told.events().size();
      }
    }
    // Few of the ledgers carry the network's own events, and each event there has its copies.
    assertThat(read).isGreaterThan(50);
  }

  /** Events of the ledger, and of its changed copies that can still be read. */
  private static List<LedgerEvents> told(EventExtractor extractor, byte[] ledger) {
    List<byte[]> copies =
        new ArrayList<>(ChangedLedgers.withTheirHashes(ledger, SmallLedgers.NETWORK));
    copies.add(ledger);
    List<LedgerEvents> told = new ArrayList<>();
    for (byte[] copy : copies) {
      try {
        told.add(extractor.extract(copy));
      } catch (LedgerException | ExtractionException e) {
        continue; // nothing to encode
      }
    }
    return told;
  }

  private void requireSame(LedgerEvents told) throws InvalidProtocolBufferException {
    List<TokenTransferEvent> expected = messages.of(told);
    List<TokenTransferEvent> parsed = new ArrayList<>();
    for (EncodedMessage event : encoder.events(told)) {
      parsed.add(TokenTransferEvent.parseFrom(bytes(event)));
    }
    assertThat(parsed).isEqualTo(expected);
    assertThat(io.ttpprocessor.protos.v1.LedgerEvents.parseFrom(bytes(encoder.ledger(told, 0))))
        .isEqualTo(ledgerMessages.of(told, expected, 0));
  }

  private static ByteString bytes(EncodedMessage message) {
    return ByteString.copyFrom(message.bytes(), message.offset(), message.length());
  }
}
