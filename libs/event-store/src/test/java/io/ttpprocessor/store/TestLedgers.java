package io.ttpprocessor.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.ttpprocessor.protos.asset.Asset;
import io.ttpprocessor.protos.asset.IssuedAsset;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Fee;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;

/** Hand-made ledgers: hash-chained, of one network, each with the events that a test gives it. */
public final class TestLedgers {
  public static final String PASSPHRASE = "Test SDF Network ; September 2015";
  public static final long RULES_VERSION = 7;

  /** Close time of ledger 0, 2024-01-01T00:00:00Z; each later ledger closes 5 seconds later. */
  public static final long EPOCH_SECONDS = 1_704_067_200L;

  public static final String ALICE = "GDALICEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  public static final String BOB = "GDBOBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  public static final String CONTRACT = "CDCONTRACTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private TestLedgers() {}

  public static ByteString hash(long sequence) {
    return sha256("ledger " + sequence);
  }

  public static String hashHex(long sequence) {
    return HexFormat.of().formatHex(hash(sequence).toByteArray());
  }

  /** Of the network that the ledgers are of. */
  static String networkIdHex() {
    return HexFormat.of().formatHex(networkId(PASSPHRASE).toByteArray());
  }

  public static ByteString networkId(String passphrase) {
    return sha256(passphrase);
  }

  /** A ledger with {@code events}, whose metadata and ordinals are set to fit it. */
  public static LedgerEvents ledger(long sequence, TokenTransferEvent... events) {
    Timestamp closedAt = Timestamp.newBuilder().setSeconds(EPOCH_SECONDS + 5 * sequence).build();
    LedgerEvents.Builder ledger =
        LedgerEvents.newBuilder()
            .setSequence((int) sequence)
            .setHash(hash(sequence))
            .setPreviousHash(hash(sequence - 1))
            .setClosedAt(closedAt)
            .setLatestLedger((int) sequence)
            .setProtocolVersion(23)
            .setRulesVersion((int) RULES_VERSION)
            .setCursor(
                LedgerCursor.newBuilder()
                    .setLedgerSequence((int) sequence)
                    .setLedgerHash(hash(sequence))
                    .setNetworkId(networkId(PASSPHRASE)));
    for (int ordinal = 0; ordinal < events.length; ordinal++) {
      TokenTransferEvent.Builder event = events[ordinal].toBuilder();
      event.getMetaBuilder().setLedgerSequence((int) sequence).setClosedAt(closedAt);
      ledger.addEvents(LedgerEvent.newBuilder().setOrdinal(ordinal).setTokenTransfer(event));
    }
    return ledger.build();
  }

  /**
   * Ledgers of a range, each with {@code sequence % 4} events: every fourth one has none; and each
   * with {@code sequence % 3} contract events, with gaps in their numbers.
   */
  public static List<LedgerEvents> range(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(TestLedgers::ordinary).toList();
  }

  private static LedgerEvents ordinary(long sequence) {
    List<TokenTransferEvent> events = new ArrayList<>();
    for (int i = 0; i < sequence % 4; i++) {
      events.add(i == 0 ? fee("100") : transfer(Long.toString(sequence * 10 + i)));
    }
    LedgerEvents.Builder ledger =
        ledger(sequence, events.toArray(new TokenTransferEvent[0])).toBuilder();
    for (int i = 0; i < sequence % 3; i++) {
      String amount = Long.toString(sequence * 10 + i);
      ledger.addContractEvents(TestContractEvents.numbered(3 * i, sequence, amount));
    }
    return TestDigests.added(ledger).build();
  }

  /** What {@code contract_events} holds of {@link #range}: ledger, ordinal, type, amount. */
  public static List<String> contractRows(long first, long last) {
    List<String> rows = new ArrayList<>();
    for (long ledger = first; ledger <= last; ledger++) {
      for (long i = 0; i < ledger % 3; i++) {
        rows.add(ledger + "|" + 3 * i + "|transfer|" + (ledger * 10 + i));
      }
    }
    return rows;
  }

  /**
   * What the table holds of {@link #range}, written down once more: ledger, ordinal, type, amount.
   */
  public static List<String> rows(long first, long last) {
    List<String> rows = new ArrayList<>();
    for (long ledger = first; ledger <= last; ledger++) {
      for (long i = 0; i < ledger % 4; i++) {
        rows.add(ledger + "|" + i + "|" + (i == 0 ? "fee|100" : "transfer|" + (ledger * 10 + i)));
      }
    }
    return rows;
  }

  public static EventMeta.Builder meta(int transaction, int operation) {
    EventMeta.Builder meta =
        EventMeta.newBuilder()
            .setTxHash("ab".repeat(32))
            .setTransactionIndex(transaction)
            .setContractAddress(CONTRACT);
    return operation == 0 ? meta : meta.setOperationIndex(operation);
  }

  public static TokenTransferEvent transfer(String amount) {
    return TokenTransferEvent.newBuilder()
        .setMeta(meta(1, 1))
        .setTransfer(
            Transfer.newBuilder()
                .setFrom(ALICE)
                .setTo(BOB)
                .setAsset(issued("USDC"))
                .setAmount(amount))
        .build();
  }

  public static TokenTransferEvent fee(String amount) {
    return TokenTransferEvent.newBuilder()
        .setMeta(meta(1, 0))
        .setFee(Fee.newBuilder().setFrom(ALICE).setAsset(lumen()).setAmount(amount))
        .build();
  }

  public static Asset lumen() {
    return Asset.newBuilder().setNative(true).build();
  }

  public static Asset issued(String code) {
    return Asset.newBuilder()
        .setIssuedAsset(IssuedAsset.newBuilder().setAssetCode(code).setIssuer(BOB))
        .build();
  }

  private static ByteString sha256(String text) {
    try {
      return ByteString.copyFrom(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
