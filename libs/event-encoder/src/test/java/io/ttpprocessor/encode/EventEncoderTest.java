package io.ttpprocessor.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.AddressBook;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.AssetBook;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.AssetType;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The encoder's bytes are those of protobuf's own serialization of the same messages. */
@Timeout(120)
class EventEncoderTest {
  private static final Network NETWORK = Network.of("Apply Load");

  /** Not ASCII, and with a zero byte at its end that does not count. */
  private static final byte[] CODE = {(byte) 0xc3, (byte) 0xa9, 'X', 0};

  private final AddressBook addresses = new AddressBook();
  private final EventEncoder encoder = new EventEncoder(NETWORK);

  @ParameterizedTest
  @EnumSource
  void encodesEveryLedgerOfTheCorpora(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> "no folder with the corpus " + corpus.baseName());
    Network network = Network.of(corpus.networkPassphrase());
    EventExtractor extractor = new EventExtractor(network);
    EventEncoder corpusEncoder = new EventEncoder(network);
    int compared = 0;
    for (byte[] bytes : corpus.ledgers()) {
      LedgerEvents ledger;
      try {
        ledger = extractor.extract(bytes);
      } catch (LedgerException | ExtractionException e) {
        continue;
      }
      assertSame(ledger, network, corpusEncoder);
      compared++;
    }
    // The reference fails on 25 at most of any corpus, and those are wanted errors.
    assertThat(compared).isBetween(corpus.ledgerCount() - 25, corpus.ledgerCount());
  }

  @Test
  void encodesEveryKindOfEvent() throws NoSuchAlgorithmException {
    List<TokenEvent> events = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      events.add(event(kind, 0, Amount.of(1)).asset(issued(CODE)).build());
      events.add(event(kind, 1, Amount.of(1)).asset(issued()).build());
      events.add(event(kind, 1, Amount.of(1)).asset(lumens()).build());
      events.add(event(kind, 200, Amount.of(1)).contract(address(9)).build());
    }
    assertSame(ledger(events));
  }

  @Test
  void encodesAmountsOfAnySize() {
    List<TokenEvent> events = new ArrayList<>();
    for (long units : new long[] {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      events.add(event(EventKind.FEE, 0, Amount.of(units)).asset(lumens()).build());
    }
    BigInteger largest = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    for (BigInteger units : List.of(largest, largest.not())) {
      events.add(event(EventKind.BURN, 1, Amount.of(units)).contract(address(9)).build());
    }
    assertSame(ledger(events));
  }

  @Test
  void encodesInformationOnTheReceiver() {
    List<TokenEvent> events = new ArrayList<>();
    for (MuxedInfo info :
        List.of(
            MuxedInfo.text(""),
            MuxedInfo.text("caf\u00e9 \ufffd \ud83d\ude80"),
            MuxedInfo.id(0),
            MuxedInfo.id(-1),
            MuxedInfo.hash(new byte[0]),
            MuxedInfo.hash(new byte[32]))) {
      events.add(event(EventKind.MINT, 1, Amount.of(1)).asset(lumens()).toMuxedInfo(info).build());
    }
    assertSame(ledger(events));
  }

  @Test
  void growsToTextsLargerThanItsBuffer() {
    MuxedInfo text = MuxedInfo.text("x".repeat(100_000));
    TokenEvent event =
        event(EventKind.MINT, 1, Amount.of(1)).asset(lumens()).toMuxedInfo(text).build();
    assertSame(ledger(Collections.nCopies(3, event)));
  }

  @Test
  void leavesOutWhatIsZero() {
    assertSame(new LedgerEvents(0, new byte[32], new byte[32], 0, 0, List.of()));
  }

  @Test
  void writesNumbersOfAllTheirBits() {
    assertSame(new LedgerEvents(0xffff_ffffL, new byte[32], new byte[32], -1, 28, List.of()));
  }

  @Test
  void namesTheSourcesLatestLedger() throws InvalidProtocolBufferException {
    LedgerEvents ledger = ledger(List.of());
    assertThat(parse(encoder.ledger(ledger, 99)).getLatestLedger()).isEqualTo(99);
    assertThat(parse(encoder.ledger(ledger, 0)).getLatestLedger()).isEqualTo(7);
  }

  private void assertSame(LedgerEvents ledger) {
    assertSame(ledger, NETWORK, encoder);
  }

  private static void assertSame(LedgerEvents ledger, Network network, EventEncoder encoder) {
    List<TokenTransferEvent> messages = new EventMessages().of(ledger);
    List<EncodedMessage> encoded = encoder.events(ledger);
    assertThat(encoded).hasSize(messages.size());
    for (int index = 0; index < messages.size(); index++) {
      requireSame(bytes(encoded.get(index)), messages.get(index), ledger);
    }
    requireSame(
        bytes(encoder.ledger(ledger, 0)),
        new LedgerEventsMessages(network).of(ledger, messages, 0),
        ledger);
  }

  private static void requireSame(
      byte[] encoded, com.google.protobuf.Message message, LedgerEvents ledger) {
    if (!Arrays.equals(encoded, message.toByteArray())) {
      assertThat(encoded)
          .as("ledger %d: %s", ledger.sequence(), message)
          .containsExactly(message.toByteArray());
    }
  }

  private static byte[] bytes(EncodedMessage message) {
    return Arrays.copyOfRange(
        message.bytes(), message.offset(), message.offset() + message.length());
  }

  private static io.ttpprocessor.protos.v1.LedgerEvents parse(EncodedMessage message)
      throws InvalidProtocolBufferException {
    return io.ttpprocessor.protos.v1.LedgerEvents.parseFrom(bytes(message));
  }

  private TokenEvent.Builder event(EventKind kind, int operationIndex, Amount amount) {
    TransactionRef transaction = TransactionRef.of(300, OpaqueView.fixed(filled(0xab), 0, 32));
    TokenEvent.Builder event = TokenEvent.of(kind, transaction, operationIndex).amount(amount);
    if (kind != EventKind.MINT) {
      event.from(address(1));
    }
    if (kind == EventKind.MINT || kind == EventKind.TRANSFER) {
      event.to(addresses.muxedAccount(new byte[40], 0));
    }
    return event;
  }

  private static LedgerEvents ledger(List<TokenEvent> events) {
    return new LedgerEvents(7, filled(1), filled(2), 1_700_000_000, 23, events);
  }

  private Asset lumens() {
    return Asset.ofNative(address(8));
  }

  private Asset issued(byte... code) throws NoSuchAlgorithmException {
    ByteBuffer xdr = ByteBuffer.allocate(44);
    xdr.putInt(AssetType.ASSET_TYPE_CREDIT_ALPHANUM4.value()).put(code);
    xdr.position(12);
    xdr.put(filled(4));
    AssetView view = AssetView.parseExactly(xdr.array(), 0, xdr.capacity());
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    return new AssetBook(NETWORK, addresses, sha256).asset(view);
  }

  private Address address(int octet) {
    return addresses.contract(filled(octet), 0);
  }

  private static byte[] filled(int octet) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) octet);
    return bytes;
  }
}
