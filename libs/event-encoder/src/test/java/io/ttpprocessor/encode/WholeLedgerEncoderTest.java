package io.ttpprocessor.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerContractEvent;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages with both products, some of their events and their digests are byte for byte those of
 * protobuf's own builders and of digests computed here from the contract's words.
 */
@Timeout(120)
class WholeLedgerEncoderTest {
  private static final IntPredicate EVERY_THIRD = place -> place % 3 == 1;

  @ParameterizedTest
  @EnumSource
  void encodesEveryLedgerOfTheCorpora(GoldenCorpus corpus) throws Exception {
    assumeTrue(corpus.isPresent(), () -> "no folder with the corpus " + corpus.baseName());
    Network network = Network.of(corpus.networkPassphrase());
    EventExtractor extractor = new EventExtractor(network);
    ContractEventExtractor ofContracts = new ContractEventExtractor();
    EventEncoder encoder = new EventEncoder(network);
    int compared = 0;
    for (byte[] bytes : corpus.ledgers()) {
      LedgerView view = LedgerView.parse(bytes, network);
      LedgerEvents ledger;
      try {
        ledger = extractor.extract(view);
      } catch (LedgerException | ExtractionException e) {
        continue;
      }
      LedgerContractEvents contractEvents = ofContracts.extract(view);
      assertSame(encoder, network, ledger, contractEvents, place -> true);
      assertSame(encoder, network, ledger, contractEvents, EVERY_THIRD);
      assertContractMessages(encoder, contractEvents);
      compared++;
    }
    assertThat(compared).isBetween(corpus.ledgerCount() - 25, corpus.ledgerCount());
  }

  private static void assertContractMessages(EventEncoder encoder, LedgerContractEvents events) {
    List<EncodedMessage> encoded =
        encoder.contractEvents(events, EventSelection.all(events.events().size()));
    List<ContractEvent> messages = ContractEventMessages.of(events);
    assertThat(encoded).hasSameSizeAs(messages);
    for (int i = 0; i < messages.size(); i++) {
      requireSame(bytes(encoded.get(i)), messages.get(i).toByteArray(), messages.get(i));
    }
  }

  private static void assertSame(
      EventEncoder encoder,
      Network network,
      LedgerEvents ledger,
      LedgerContractEvents contractEvents,
      IntPredicate selected)
      throws NoSuchAlgorithmException {
    EncodedMessage encoded =
        encoder.ledger(
            new LedgerMessageParts(
                ledger,
                0,
                EventSelection.of(ledger.events().size(), selected),
                contractEvents,
                EventSelection.of(contractEvents.events().size(), selected),
                true));
    List<TokenTransferEvent> transfers = new EventMessages().of(ledger);
    io.ttpprocessor.protos.v1.LedgerEvents.Builder expected =
        new LedgerEventsMessages(network).of(ledger, transfers, 0).toBuilder();
    List<io.ttpprocessor.protos.v1.LedgerEvent> all = List.copyOf(expected.getEventsList());
    expected.clearEvents();
    Digest transferDigest = new Digest();
    for (int i = 0; i < all.size(); i++) {
      if (selected.test(i)) {
        expected.addEvents(all.get(i));
        transferDigest.add(i, transfers.get(i).toByteArray());
      }
    }
    Digest contractDigest = new Digest();
    for (LedgerContractEvent event : numbered(ContractEventMessages.of(contractEvents), selected)) {
      expected.addContractEvents(event);
      contractDigest.add(event.getOrdinal(), event.getEvent().toByteArray());
    }
    expected.setTokenTransferDigest(transferDigest.end());
    expected.setContractEventDigest(contractDigest.end());
    requireSame(bytes(encoded), expected.build().toByteArray(), expected.build());
  }

  /** Diagnostic events have numbers of their own, and so have all others. */
  private static List<LedgerContractEvent> numbered(
      List<ContractEvent> events, IntPredicate selected) {
    List<LedgerContractEvent> numbered = new ArrayList<>();
    int diagnostic = 0;
    int other = 0;
    for (int i = 0; i < events.size(); i++) {
      boolean isDiagnostic = events.get(i).getStage() == ContractEvent.Stage.STAGE_DIAGNOSTIC;
      int ordinal = isDiagnostic ? diagnostic++ : other++;
      if (selected.test(i)) {
        numbered.add(
            LedgerContractEvent.newBuilder().setOrdinal(ordinal).setEvent(events.get(i)).build());
      }
    }
    return numbered;
  }

  private static void requireSame(byte[] encoded, byte[] expected, Object message) {
    if (!Arrays.equals(encoded, expected)) {
      assertThat(encoded).as("%s", message).containsExactly(expected);
    }
  }

  private static byte[] bytes(EncodedMessage message) {
    return Arrays.copyOfRange(
        message.bytes(), message.offset(), message.offset() + message.length());
  }

  private static final class Digest {
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private int count;

    private Digest() throws NoSuchAlgorithmException {}

    private void add(int ordinal, byte[] message) {
      sha256.update(ByteBuffer.allocate(8).putInt(ordinal).putInt(message.length).array());
      sha256.update(message);
      count++;
    }

    private EventDigest end() {
      return EventDigest.newBuilder()
          .setCount(count)
          .setSha256(ByteString.copyFrom(sha256.digest()))
          .build();
    }
  }
}
