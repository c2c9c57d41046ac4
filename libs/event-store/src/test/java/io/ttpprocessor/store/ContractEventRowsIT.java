package io.ttpprocessor.store;

import static io.ttpprocessor.store.TestContractEvents.ALICE;
import static io.ttpprocessor.store.TestContractEvents.BOB;
import static io.ttpprocessor.store.TestContractEvents.CONTRACT;
import static io.ttpprocessor.store.TestContractEvents.account;
import static io.ttpprocessor.store.TestContractEvents.event;
import static io.ttpprocessor.store.TestContractEvents.i128;
import static io.ttpprocessor.store.TestContractEvents.numbered;
import static io.ttpprocessor.store.TestContractEvents.symbol;
import static io.ttpprocessor.store.TestContractEvents.transfer;
import static io.ttpprocessor.store.TestContractEvents.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: what a contract event says is what its row says, and queries of the original's work. */
@Timeout(120)
class ContractEventRowsIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private TestDatabase rows;
  private SinkDatabase database;

  @BeforeEach
  void open() throws Exception {
    rows = TestDatabase.in(server);
    database =
        new SinkDatabase(server, rows.name(), new ContractEventTable(List.of(), List.of(), false));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static LedgerEvents ledger(long sequence, ContractEvent.Builder... events) {
    LedgerEvents.Builder ledger = TestLedgers.ledger(sequence).toBuilder();
    for (ContractEvent.Builder event : events) {
      ledger.addContractEvents(numbered(ledger.getContractEventsCount(), event));
    }
    return TestDigests.added(ledger).build();
  }

  @Test
  void writesEveryColumn() throws Exception {
    ScValue topic = value("\"a\\\\b\\ttab\\u0000é\"").toBuilder().setXdrBase64("AA+/").build();
    ContractEvent.Builder failed =
        event("unknown", ScValue.getDefaultInstance(), topic, value("{\"k\":[1,-2,true]}"))
            .setEventIndex(7)
            .clearOperationIndex();
    failed.getMetaBuilder().setTxSuccessful(false).setTxIndex(1_000);
    database.write(ledger(60_000_000, transfer("5"), failed));
    assertThat(
            rows.rows(
                "SELECT id, ledger_sequence, ordinal, ledger_closed_at AT TIME ZONE 'UTC', tx_hash,"
                    + " tx_successful, tx_index, contract_id, event_type, event_index,"
                    + " operation_index, topics_xdr, data_xdr, created_at IS NOT NULL"
                    + " FROM contract_events ORDER BY ordinal"))
        // 2024-01-01 and 300,000,000 seconds.
        .containsExactly(
            "1|60000000|0|2033-07-04 05:20:00|"
                + "cd".repeat(32)
                + "|t|1|"
                + CONTRACT
                + "|transfer|0|0|{AAAA,AAAA,AAAA,AAAA}|AAAA|t",
            "2|60000000|1|2033-07-04 05:20:00|"
                + "cd".repeat(32)
                + "|f|1000|"
                + CONTRACT
                + "|unknown|7|null|{AA+/,AAAA}|null|t");
    assertThat(
            rows.rows(
                "SELECT topics->>0, topics->1, event_data IS NULL FROM contract_events"
                    + " WHERE ordinal = 1"))
        .containsExactly("a\\b\ttab\ufffdé|{\"k\": [1, -2, true]}|t");
  }

  @Test
  void storesALedgersDigestAlsoWhereNothingHappened() throws Exception {
    LedgerEvents full = ledger(1, transfer("5"), transfer("6"));
    database.write(full, ledger(2));
    HexFormat hex = HexFormat.of();
    assertThat(
            rows.rows(
                "SELECT table_name, ledger_sequence, encode(ledger_hash, 'hex'), event_count,"
                    + " encode(digest, 'hex') FROM ledger_digests ORDER BY 2"))
        .containsExactly(
            "contract_events|1|"
                + TestLedgers.hashHex(1)
                + "|2|"
                + hex.formatHex(full.getContractEventDigest().getSha256().toByteArray()),
            // SHA-256 of nothing.
            "contract_events|2|"
                + TestLedgers.hashHex(2)
                + "|0|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void queriesForAmountsAddressesAndAssetsWork() throws Exception {
    String map =
        "{\"entries\":{\"amount\":{\"hi\":0,\"lo\":3000,\"type\":\"i128\",\"value\":\"3000\"}},"
            + "\"keys\":[\"amount\"],\"type\":\"map\"}";
    database.write(
        ledger(
            1,
            transfer("1000"),
            transfer("1001"),
            event("transfer", value(map), symbol("transfer"), account(BOB), account(ALICE)),
            event("transfer", value("\"words\""), symbol("transfer"), account(BOB)),
            event("mint", i128("9000"), symbol("mint"), account(ALICE)),
            event("swap", value("[1,2]"), symbol("swap"))));
    assertThat(
            rows.rows(
                "SELECT event_data->>'amount', topics->>0, topics->1->>'address'"
                    + " FROM contract_events WHERE event_type = 'transfer'"
                    + " AND (event_data->>'amount')::numeric > 1000 ORDER BY ordinal"))
        .containsExactly("1001|transfer|" + ALICE, "3000|transfer|" + BOB);
    assertThat(
            rows.rows(
                "SELECT event_data->>'from', event_data->>'to', event_data->>'amount'"
                    + " FROM contract_events WHERE event_type = 'transfer' AND event_data IS NOT"
                    + " NULL ORDER BY ordinal LIMIT 1"))
        .containsExactly(ALICE + "|" + BOB + "|1000");
    assertThat(
            rows.rows(
                "SELECT event_data->'asset'->>'code' AS asset, count(*),"
                    + " sum((event_data->>'amount')::numeric) FROM contract_events"
                    + " WHERE event_type = 'transfer' AND event_data->'asset' IS NOT NULL"
                    + " GROUP BY asset ORDER BY 3 DESC"))
        .containsExactly("USDC|2|2001");
    assertThat(
            rows.rows(
                "SELECT ordinal FROM contract_events WHERE topics::text LIKE '%"
                    + BOB
                    + "%'"
                    + " ORDER BY ledger_sequence DESC, ordinal LIMIT 50"))
        .containsExactly("0", "1", "2", "3");
    assertThat(
            rows.rows(
                "SELECT DATE(ledger_closed_at) AS date, event_type, count(*) FROM contract_events"
                    + " GROUP BY date, event_type ORDER BY date DESC, 3 DESC, 2"))
        .containsExactly("2024-01-01|transfer|4", "2024-01-01|mint|1", "2024-01-01|swap|1");
    assertThat(
            rows.rows(
                "SELECT contract_id, max(ledger_sequence), sum(CASE WHEN tx_successful THEN 0"
                    + " ELSE 1 END) FROM contract_events GROUP BY contract_id"))
        .containsExactly(CONTRACT + "|1|0");
  }

  @Test
  void hasTheOriginalsColumnsAndIndexes() throws Exception {
    assertThat(
            rows.rows(
                "SELECT column_name, udt_name, is_nullable FROM information_schema.columns"
                    + " WHERE table_name = 'contract_events' ORDER BY ordinal_position"))
        .containsExactly(
            "id|int8|NO",
            "ledger_sequence|int4|NO",
            "ledger_closed_at|timestamptz|NO",
            "tx_hash|text|NO",
            "tx_successful|bool|NO",
            "tx_index|int4|NO",
            "contract_id|text|NO",
            "event_type|text|NO",
            "event_index|int4|NO",
            "operation_index|int4|YES",
            "topics|jsonb|NO",
            "event_data|jsonb|YES",
            "topics_xdr|_text|YES",
            "data_xdr|text|YES",
            "created_at|timestamptz|YES",
            "ordinal|int4|NO");
    assertThat(
            rows.rows(
                "SELECT replace(indexname, 'idx_contract_events_', '') FROM pg_indexes"
                    + " WHERE tablename = 'contract_events' ORDER BY 1"))
        .containsExactlyInAnyOrder(
            "analytics",
            "closed_at",
            // Of the former primary key, which a partitioned table cannot have.
            "id",
            "contract_events_place",
            "contract_id",
            "contract_type",
            "data_gin",
            "event_type",
            "ledger_sequence",
            "successful",
            "topics_gin",
            "tx_hash");
  }

  @Test
  void aLedgerCannotBeStoredTwice() throws Exception {
    LedgerEvents ledger = ledger(1, transfer("5"), transfer("6"));
    database.write(ledger);
    rows.execute("DELETE FROM ledger_digests");
    rows.execute("UPDATE pipeline_cursor SET ledger_sequence = 1, first_ledger = 1");
    SinkException failure = catchThrowableOfType(SinkException.class, () -> database.write(ledger));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure)
        .hasMessageContaining("cannot store ledger 1, event 0: ")
        .hasMessageContaining("(ledger_sequence, ordinal)=(1, 0)")
        .hasMessageContaining("[SQLSTATE 23505]");
    assertThat(rows.rows("SELECT count(*) FROM contract_events")).containsExactly("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{no JSON|column event_data: invalid input syntax for type json",
        "\"\\uXY\"|column event_data: invalid input syntax for type json"
      })
  void namesLedgerEventAndColumnOfWhatPostgresRefuses(String data, String message)
      throws Exception {
    SinkException failure =
        catchThrowableOfType(
            SinkException.class,
            () ->
                database.write(
                    ledger(7, transfer("1")),
                    ledger(8),
                    ledger(9, transfer("2"), event("odd", value(data), symbol("odd")))));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure)
        .hasMessageContaining("cannot store ledger 9, event 1, " + message)
        .hasMessageContaining("(database " + rows.name() + " at localhost:" + server.port() + ")");
    assertThat(failure.getMessage()).doesNotContain("canary-secret");
    assertThat(rows.rows("SELECT * FROM contract_events")).isEmpty();
    assertThat(rows.rows("SELECT * FROM ledger_digests")).isEmpty();
    assertThat(rows.rows("SELECT * FROM pipeline_cursor")).isEmpty();
  }

  private void assertRefused(ContractEvent.Builder event, String message) {
    SinkException failure =
        catchThrowableOfType(
            SinkException.class, () -> database.write(ledger(5, transfer("1"), event)));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure).hasMessage("cannot store ledger 5, event 1: " + message);
  }

  @Test
  void refusesWhatNoRowCanBe() throws Exception {
    assertRefused(transfer("1").clearContractId(), "contract_id is empty");
    assertRefused(
        transfer("1").setStage(ContractEvent.Stage.STAGE_DIAGNOSTIC),
        "event_type is a diagnosis or the host's: no such is due");
    assertRefused(
        transfer("1").setType(ContractEvent.Type.TYPE_SYSTEM),
        "event_type is a diagnosis or the host's: no such is due");
    assertRefused(
        transfer("1").setData(value("1").toBuilder().setXdrBase64("A,A")), "data_xdr is no base64");
    assertRefused(
        transfer("1").addTopics(ScValue.newBuilder().setJson("1")), "topics_xdr lacks a topic");
    // The connection is as good as new.
    database.write(ledger(5, transfer("1")));
  }

  @Test
  void anotherFilterIsRefusedWithBothValues() throws Exception {
    database.write(ledger(1, transfer("1")));
    EventTable filtered = new ContractEventTable(List.of(CONTRACT), List.of("mint", "burn"), true);
    try (PostgresSink other = new PostgresSink(database.source, filtered, "contract_events")) {
      SinkException failure = catchThrowableOfType(SinkException.class, other::cursor);
      assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
      assertThat(failure)
          .hasMessageContaining("ledgers 1 to 1 were stored with no filter")
          .hasMessageContaining(
              "ask for the filter [contract_ids "
                  + CONTRACT
                  + "; event_types burn,mint; include_failed]");
      LedgerBatch batch =
          new LedgerBatch(database.sink.cursor(), List.of(ledger(2, transfer("2"))));
      assertThat(catchThrowableOfType(SinkException.class, () -> other.write(batch)))
          .hasMessage(failure.getMessage());
    }
    assertThat(rows.rows("SELECT count(*) FROM contract_events")).containsExactly("1");
  }

  @Test
  void anotherProgramsTableIsLeftAlone() throws Exception {
    TestDatabase foreign = TestDatabase.in(server);
    foreign.execute("CREATE TABLE contract_events (id bigserial PRIMARY KEY)");
    SinkException failure =
        catchThrowableOfType(
            SinkException.class, () -> new SinkDatabase(server, foreign.name(), database.table));
    assertThat(failure.kind()).isEqualTo(SinkException.Kind.PERMANENT);
    assertThat(failure)
        .hasMessageContaining("there is a table contract_events that this program has not made")
        .hasMessageContaining("SET SCHEMA old");
    foreign.execute("CREATE SCHEMA old");
    foreign.execute("ALTER TABLE contract_events SET SCHEMA old");
    try (SinkDatabase ours = new SinkDatabase(server, foreign.name(), database.table)) {
      ours.write(ledger(1, transfer("1")));
    }
    assertThat(foreign.rows("SELECT count(*) FROM contract_events")).containsExactly("1");
  }
}
