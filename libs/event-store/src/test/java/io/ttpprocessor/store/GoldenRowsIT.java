package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.protos.asset.Asset;
import io.ttpprocessor.protos.asset.IssuedAsset;
import io.ttpprocessor.protos.tokentransfer.Burn;
import io.ttpprocessor.protos.tokentransfer.Clawback;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Fee;
import io.ttpprocessor.protos.tokentransfer.Mint;
import io.ttpprocessor.protos.tokentransfer.MuxedInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Goal: no event that the reference knows is refused or changed by the table. Method: the
 * reference's events of every golden ledger are stored, read back column by column, put together to
 * messages again and compared.
 */
@Timeout(300)
class GoldenRowsIT {
  private static final int LEDGERS_A_BATCH = 200;
  private static final String ROWS =
      "SELECT t.*, extract(epoch FROM closed_at)::bigint AS closed, decode(asset, 'escape') AS a,"
          + " decode(CASE to_muxed_type WHEN 'text' THEN to_muxed_value END, 'escape') AS memo"
          + " FROM token_transfers t ORDER BY ledger_sequence, ordinal";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  @ParameterizedTest
  @EnumSource
  void everyEventOfTheReferenceSurvivesTheTable(GoldenCorpus corpus) throws Exception {
    assumeTrue(corpus.isPresent(), () -> "no folder with the corpus " + corpus.baseName());
    List<LedgerEvents> ledgers = ledgers(corpus);
    String database = server.createDatabase();
    store(database, ledgers);
    List<TokenTransferEvent> expected = new ArrayList<>();
    for (LedgerEvents ledger : ledgers) {
      ledger.getEventsList().forEach(event -> expected.add(event.getTokenTransfer()));
    }
    assertThat(expected).isNotEmpty();
    assertThat(stored(database)).isEqualTo(expected);
  }

  /** The corpora's ledgers do not follow each other: they are numbered anew, from 1. */
  private static List<LedgerEvents> ledgers(GoldenCorpus corpus) throws IOException {
    List<LedgerEvents> ledgers = new ArrayList<>();
    for (String line : corpus.expectedLines("derived")) {
      JsonElement events = JsonParser.parseString(line).getAsJsonObject().get("events");
      LedgerEvents.Builder ledger = TestLedgers.ledger(ledgers.size() + 1).toBuilder();
      if (events.isJsonArray()) {
        for (JsonElement event : events.getAsJsonArray()) {
          ledger.addEvents(event(event.getAsJsonObject(), ledger));
        }
      }
      ledgers.add(ledger.build());
    }
    return ledgers;
  }

  private static LedgerEvent event(JsonObject json, LedgerEvents.Builder ledger)
      throws IOException {
    TokenTransferEvent.Builder event = TokenTransferEvent.newBuilder();
    JsonFormat.parser().merge(json.toString(), event);
    event
        .getMetaBuilder()
        .setLedgerSequence(ledger.getSequence())
        .setClosedAt(ledger.getClosedAt());
    return LedgerEvent.newBuilder()
        .setOrdinal(ledger.getEventsCount())
        .setTokenTransfer(event)
        .build();
  }

  private static void store(String database, List<LedgerEvents> ledgers) throws SinkException {
    PGSimpleDataSource source =
        Databases.open(
            new DatabaseSettings(
                "localhost",
                server.port(),
                database,
                EmbeddedDatabase.USER,
                new Secret(EmbeddedDatabase.USER),
                "disable",
                Optional.empty()));
    Databases.migrate(source, List.of());
    try (PostgresSink sink =
        new PostgresSink(source, new TokenTransferTable(), "token_transfers")) {
      Optional<Cursor> cursor = Optional.empty();
      for (int from = 0; from < ledgers.size(); from += LEDGERS_A_BATCH) {
        int to = Math.min(from + LEDGERS_A_BATCH, ledgers.size());
        LedgerBatch batch = new LedgerBatch(cursor, ledgers.subList(from, to));
        sink.write(batch);
        cursor = Optional.of(batch.after());
      }
    }
  }

  private static List<TokenTransferEvent> stored(String database) throws SQLException {
    List<TokenTransferEvent> events = new ArrayList<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ROWS)) {
      while (row.next()) {
        events.add(event(row));
      }
    }
    return events;
  }

  private static TokenTransferEvent event(ResultSet row) throws SQLException {
    TokenTransferEvent.Builder event = TokenTransferEvent.newBuilder().setMeta(meta(row));
    String from = row.getString("from_address");
    String to = row.getString("to_address");
    String amount = row.getString("amount");
    Asset asset = asset(row.getBytes("a"));
    switch (row.getString("event_type")) {
      case "transfer" -> {
        Transfer.Builder transfer = event.getTransferBuilder();
        transfer.setFrom(from).setTo(to).setAmount(amount);
        Optional.ofNullable(asset).ifPresent(transfer::setAsset);
      }
      case "mint" -> {
        Mint.Builder mint = event.getMintBuilder().setTo(to).setAmount(amount);
        Optional.ofNullable(asset).ifPresent(mint::setAsset);
      }
      case "burn" -> {
        Burn.Builder burn = event.getBurnBuilder().setFrom(from).setAmount(amount);
        Optional.ofNullable(asset).ifPresent(burn::setAsset);
      }
      case "clawback" -> {
        Clawback.Builder clawback = event.getClawbackBuilder().setFrom(from).setAmount(amount);
        Optional.ofNullable(asset).ifPresent(clawback::setAsset);
      }
      case "fee" -> {
        Fee.Builder fee = event.getFeeBuilder().setFrom(from).setAmount(amount);
        Optional.ofNullable(asset).ifPresent(fee::setAsset);
      }
      default -> throw new AssertionError(row.getString("event_type"));
    }
    return event.build();
  }

  private static EventMeta meta(ResultSet row) throws SQLException {
    EventMeta.Builder meta =
        EventMeta.newBuilder()
            .setLedgerSequence(row.getInt("ledger_sequence"))
            .setClosedAt(Timestamp.newBuilder().setSeconds(row.getLong("closed")))
            .setTxHash(row.getString("tx_hash"))
            .setTransactionIndex(row.getInt("transaction_index"))
            .setContractAddress(row.getString("contract_address"));
    int operation = row.getInt("operation_index");
    if (!row.wasNull()) {
      meta.setOperationIndex(operation);
    }
    String muxed = row.getString("to_muxed_value");
    if (muxed != null) {
      meta.setToMuxedInfo(muxedInfo(row.getString("to_muxed_type"), muxed, row.getBytes("memo")));
    }
    return meta.build();
  }

  private static MuxedInfo muxedInfo(String type, String value, byte[] memo) {
    MuxedInfo.Builder info = MuxedInfo.newBuilder();
    return switch (type) {
      case "id" -> info.setId(Long.parseUnsignedLong(value)).build();
      case "hash" -> info.setHash(ByteString.copyFrom(HexFormat.of().parseHex(value))).build();
      case "text" -> info.setText(new String(memo, StandardCharsets.UTF_8)).build();
      default -> throw new AssertionError(type);
    };
  }

  private static Asset asset(byte[] text) {
    if (text == null) {
      return null;
    }
    String asset = new String(text, StandardCharsets.UTF_8);
    if (asset.equals("native")) {
      return TestLedgers.lumen();
    }
    // The issuer has no colon; a code may have one.
    int colon = asset.lastIndexOf(':');
    return Asset.newBuilder()
        .setIssuedAsset(
            IssuedAsset.newBuilder()
                .setAssetCode(asset.substring(0, colon))
                .setIssuer(asset.substring(colon + 1)))
        .build();
  }
}
