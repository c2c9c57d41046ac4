package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.protos.tokentransfer.Burn;
import io.ttpprocessor.protos.tokentransfer.Clawback;
import io.ttpprocessor.protos.tokentransfer.EventMeta;
import io.ttpprocessor.protos.tokentransfer.Mint;
import io.ttpprocessor.protos.tokentransfer.MuxedInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.tokentransfer.Transfer;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Goal: what an event says is what the row says, and what PostgreSQL refuses is said clearly. */
@Timeout(120)
class PostgresSinkIT {
  private static final String MINUS_TWO_TO_127 = "-170141183460469231731687303715884105728";
  private static final String TWO_TO_127_LESS_1 = "170141183460469231731687303715884105727";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private String database;
  private PostgresSink sink;

  @BeforeEach
  void openSink() throws SinkException {
    database = server.createDatabase();
    PGSimpleDataSource source = open("postgres", "postgres");
    Databases.migrate(source, List.of());
    sink = new PostgresSink(source, new TokenTransferTable(), "token_transfers");
  }

  @AfterEach
  void closeSink() {
    sink.close();
  }

  private PGSimpleDataSource open(String user, String password) {
    return Databases.open(
        new DatabaseSettings(
            "localhost",
            server.port(),
            database,
            user,
            new Secret(password),
            "disable",
            Optional.empty()));
  }

  private void write(LedgerEvents... ledgers) throws SinkException {
    sink.write(new LedgerBatch(Optional.empty(), List.of(ledgers)));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(rows.getString(i));
        }
        lines.add(String.join("|", columns));
      }
      return lines;
    }
  }

  private static TokenTransferEvent muxed(MuxedInfo.Builder info) {
    EventMeta.Builder meta = TestLedgers.meta(2, 3).setToMuxedInfo(info);
    return TestLedgers.transfer("1").toBuilder().setMeta(meta).build();
  }

  @Test
  void writesEveryKindWithEveryColumn() throws Exception {
    write(
        TestLedgers.ledger(
            4_294_967_295L,
            TestLedgers.fee("-100"),
            TestLedgers.transfer(TWO_TO_127_LESS_1),
            TokenTransferEvent.newBuilder()
                .setMeta(TestLedgers.meta(2, 1))
                .setMint(Mint.newBuilder().setTo("GTO").setAmount(MINUS_TWO_TO_127))
                .build(),
            TokenTransferEvent.newBuilder()
                .setMeta(TestLedgers.meta(2, 100))
                .setBurn(
                    Burn.newBuilder().setFrom("CFROM").setAsset(TestLedgers.lumen()).setAmount("0"))
                .build(),
            TokenTransferEvent.newBuilder()
                .setMeta(TestLedgers.meta(3, 1))
                .setClawback(
                    Clawback.newBuilder()
                        .setFrom("GFROM")
                        .setAsset(TestLedgers.issued("EURC"))
                        .setAmount("7"))
                .build()));
    String contract = TestLedgers.CONTRACT;
    String alice = TestLedgers.ALICE;
    String bob = TestLedgers.BOB;
    assertThat(
            rows(
                "SELECT ordinal, event_type, transaction_index, operation_index, contract_address,"
                    + " asset, from_address, to_address, amount FROM token_transfers ORDER BY 1"))
        .containsExactly(
            "0|fee|1|null|" + contract + "|native|" + alice + "|null|-100",
            "1|transfer|1|1|"
                + contract
                + "|USDC:"
                + bob
                + "|"
                + alice
                + "|"
                + bob
                + "|"
                + TWO_TO_127_LESS_1,
            "2|mint|2|1|" + contract + "|null|null|GTO|" + MINUS_TWO_TO_127,
            "3|burn|2|100|" + contract + "|native|CFROM|null|0",
            "4|clawback|3|1|" + contract + "|EURC:" + bob + "|GFROM|null|7");
    // 2024-01-01 and 5 seconds a ledger: 21,474,836,475 seconds.
    assertThat(
            rows(
                "SELECT DISTINCT ledger_sequence, tx_hash,"
                    + " to_char(closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),"
                    + " to_muxed_type, to_muxed_value FROM token_transfers"))
        .containsExactly("4294967295|" + "ab".repeat(32) + "|2704-07-06 08:21:15|null|null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "tab\tline\nreturn\rquote'\"end",
        "\\",
        "\\N",
        "\\.",
        "\\000 is no zero",
        "zero \0 in the middle, and at the end\0",
        "\0",
        "h\u00e9 \u4e2d \ud83d\ude80 \ufffd",
        "bell\u0007 escape\u001b delete\u007f"
      })
  void keepsEveryTextToTheByte(String text) throws Exception {
    write(
        TestLedgers.ledger(
            1,
            muxed(MuxedInfo.newBuilder().setText(text)),
            TestLedgers.transfer("1").toBuilder()
                .setTransfer(
                    Transfer.newBuilder()
                        .setFrom("GA")
                        .setTo("GB")
                        .setAsset(TestLedgers.issued(text))
                        .setAmount("1"))
                .build()));
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    String issuer = HexFormat.of().formatHex((":" + TestLedgers.BOB).getBytes());
    assertThat(
            rows(
                "SELECT to_muxed_type, encode(decode(to_muxed_value, 'escape'), 'hex'),"
                    + " encode(decode(asset, 'escape'), 'hex') FROM token_transfers ORDER BY"
                    + " ordinal"))
        .containsExactly(
            "text|" + hex + "|" + HexFormat.of().formatHex(("USDC:" + TestLedgers.BOB).getBytes()),
            "null|null|" + hex + issuer);
  }

  @Test
  void writesIdsUnsignedAndHashesInHexadecimal() throws Exception {
    byte[] hash = new byte[32];
    hash[0] = (byte) 0xfe;
    write(
        TestLedgers.ledger(
            1,
            muxed(MuxedInfo.newBuilder().setId(-1)),
            muxed(MuxedInfo.newBuilder().setId(0)),
            muxed(MuxedInfo.newBuilder().setHash(ByteString.copyFrom(hash)))));
    assertThat(rows("SELECT to_muxed_type, to_muxed_value FROM token_transfers ORDER BY ordinal"))
        .containsExactly("id|18446744073709551615", "id|0", "hash|fe" + "00".repeat(31));
  }

  @Test
  void showsUnitsAndBothSidesInItsViews() throws Exception {
    write(TestLedgers.ledger(1, TestLedgers.transfer("12345678"), TestLedgers.fee("100")));
    assertThat(
            rows("SELECT event_type, token, amount FROM token_transfers_readable ORDER BY ordinal"))
        .containsExactly("transfer|USDC|1.2345678", "fee|XLM|0.0000100");
    assertThat(
            rows(
                "SELECT address, asset, sum(amount) FROM token_movements GROUP BY 1, 2"
                    + " ORDER BY 1, 3 DESC"))
        .containsExactly(
            TestLedgers.ALICE + "|native|-100",
            TestLedgers.ALICE + "|USDC:" + TestLedgers.BOB + "|-12345678",
            TestLedgers.BOB + "|USDC:" + TestLedgers.BOB + "|12345678");
  }

  @ParameterizedTest
  @CsvSource({
    "1e3",
    "NaN",
    "''",
    "-",
    "1.5",
    "' 1'",
    "9999999999999999999999999999999999999999999"
  })
  void refusesAnAmountThatIsNone(String amount) throws Exception {
    LedgerEvents ledger = TestLedgers.ledger(5, TestLedgers.fee("1"), TestLedgers.transfer(amount));
    SinkException failure = catchThrowableOfType(SinkException.class, () -> write(ledger));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure).hasMessageContaining("cannot store ledger 5, event 1: amount is no");
    assertThat(rows("SELECT * FROM token_transfers")).isEmpty();
    assertThat(rows("SELECT * FROM pipeline_cursor")).isEmpty();
    // The connection is as good as new.
    write(TestLedgers.ledger(5));
  }

  @Test
  void namesLedgerEventAndColumnOfWhatPostgresRefuses() throws Exception {
    execute("DROP VIEW token_transfers_readable, token_movements");
    execute("ALTER TABLE token_transfers ALTER COLUMN amount TYPE numeric(5, 0)");
    LedgerBatch batch =
        new LedgerBatch(
            Optional.empty(),
            List.of(
                TestLedgers.ledger(7, TestLedgers.fee("1"), TestLedgers.fee("2")),
                TestLedgers.ledger(8),
                TestLedgers.ledger(9, TestLedgers.fee("3"), TestLedgers.transfer("123456"))));
    SinkException failure = catchThrowableOfType(SinkException.class, () -> sink.write(batch));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure)
        .hasMessageContaining("cannot store ledger 9, event 1, column amount: ")
        .hasMessageContaining("[SQLSTATE 22003]");
    assertThat(rows("SELECT * FROM token_transfers")).isEmpty();
    assertThat(rows("SELECT * FROM pipeline_cursor")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "53100,TRANSIENT",
    "53300,TRANSIENT",
    "25006,TRANSIENT",
    "40P01,TRANSIENT",
    "40001,TRANSIENT",
    "55P03,TRANSIENT",
    "57P01,TRANSIENT",
    "57P05,TRANSIENT",
    "58030,TRANSIENT",
    "08006,TRANSIENT",
    // PgBouncer's code for all of its failures, such as a server that went away.
    "08P01,TRANSIENT",
    "53400,PERMANENT",
    "57P04,PERMANENT",
    "22003,PERMANENT",
    "23514,PERMANENT",
    "42501,PERMANENT",
    "28000,PERMANENT",
    "3D000,PERMANENT",
    "XX001,PERMANENT"
  })
  void tellsWhatPassesFromWhatDoesNot(String state, SinkException.Kind kind) throws Exception {
    execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            + " 'on purpose' USING ERRCODE = '"
            + state
            + "'; END $$");
    execute(
        "CREATE TRIGGER fail BEFORE INSERT ON token_transfers FOR EACH ROW"
            + " EXECUTE FUNCTION fail()");
    LedgerEvents ledger = TestLedgers.ledger(5, TestLedgers.fee("1"));
    SinkException failure = catchThrowableOfType(SinkException.class, () -> write(ledger));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining("ledger 5, event 0")
        .hasMessageContaining("on purpose [SQLSTATE " + state + "]");
    assertThat(rows("SELECT * FROM pipeline_cursor")).isEmpty();
  }

  @Test
  void missingTableIsPermanent() throws Exception {
    execute("DROP TABLE token_transfers CASCADE");
    assertThatThrownBy(() -> write(TestLedgers.ledger(5, TestLedgers.fee("1"))))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("[SQLSTATE 42P01]")
        .extracting(failure -> ((SinkException) failure).kind())
        .isEqualTo(SinkException.Kind.PERMANENT);
  }

  @Test
  void aMissingRoleOrDatabaseIsPermanentAndThePasswordIsNotShown() {
    assertThatThrownBy(() -> Databases.migrate(open("nobody", "canary-secret"), List.of()))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("nobody")
        .message()
        .doesNotContain("canary-secret");
    database = "nowhere";
    SinkException failure =
        catchThrowableOfType(
            SinkException.class,
            () -> Databases.migrate(open("postgres", "canary-secret"), List.of()));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure).hasMessageContaining("nowhere").hasMessageContaining("[SQLSTATE 3D000]");
  }

  @Test
  void aWriterThatComesLateIsToldThatTheCursorMoved() throws Exception {
    write(TestLedgers.ledger(1));
    LedgerBatch batch = new LedgerBatch(sink.cursor(), List.of(TestLedgers.ledger(2)));
    sink.write(batch);
    assertThat(sink.cursor()).contains(batch.after());
    SinkException failure = catchThrowableOfType(SinkException.class, () -> sink.write(batch));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.CURSOR_MOVED);
    SinkException first =
        catchThrowableOfType(SinkException.class, () -> write(TestLedgers.ledger(1)));
    assertThat(first.kind()).isEqualTo(SinkException.Kind.CURSOR_MOVED);
    assertThat(first).hasMessageContaining("it was not there");
  }

  @Test
  void livesBesideTheTablesOfOthers() throws Exception {
    String other = server.createDatabase();
    database = other;
    execute("CREATE TABLE contract_events (id bigserial PRIMARY KEY)");
    Databases.migrate(open("postgres", "postgres"), List.of());
    Databases.migrate(open("postgres", "postgres"), List.of());
    assertThat(rows("SELECT count(*) FROM token_transfers")).containsExactly("0");
  }
}
