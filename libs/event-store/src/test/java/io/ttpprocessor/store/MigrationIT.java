package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Goal: a database that the first version filled goes on, under the name that it was given. */
@Timeout(60)
class MigrationIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  @Test
  void theFirstVersionsDatabaseGoesOn() throws Exception {
    TestDatabase rows = TestDatabase.in(server);
    PGSimpleDataSource source = SinkDatabase.open("localhost", server.port(), rows.name());
    Flyway.configure()
        .dataSource(source)
        .table("token_transfers_schema_history")
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    Cursor cursor = new Cursor("ab", 1, 10, TestLedgers.hashHex(10), 7);
    rows.execute(
        "INSERT INTO pipeline_cursor (pipeline, network, first_ledger, ledger_sequence,"
            + " ledger_hash, rules_version) VALUES ('mine', 'ab', 1, 10, '"
            + cursor.ledgerHash()
            + "', 7)");
    rows.execute(
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, amount)"
            + " VALUES (10, 0, now(), 'ab', 1, 'fee', 'C', 100)");

    EventTable transfers = new TokenTransferTable();
    EventTable contractEvents = new ContractEventTable(List.of(), List.of(), false);
    Databases.migrate(source, List.of(transfers, contractEvents));
    Databases.migrate(source, List.of(contractEvents, transfers));
    try (PostgresSink sink = new PostgresSink(source, transfers, "mine");
        PostgresSink second = new PostgresSink(source, contractEvents, "mine")) {
      assertThat(sink.cursor()).contains(cursor);
      assertThat(second.cursor()).isEmpty();
      sink.write(
          new LedgerBatch(sink.cursor(), List.of(TestLedgers.ledger(11, TestLedgers.fee("1")))));
      second.write(
          new LedgerBatch(
              Optional.empty(),
              List.of(
                  TestLedgers.ledger(500).toBuilder()
                      .addContractEvents(
                          TestContractEvents.numbered(0, TestContractEvents.transfer("1")))
                      .build())));
    }
    assertThat(
            rows.rows(
                "SELECT table_name, pipeline, first_ledger, ledger_sequence FROM pipeline_cursor"
                    + " ORDER BY 1"))
        .containsExactly("contract_events|mine|500|500", "token_transfers|mine|1|11");
    assertThat(rows.rows("SELECT ledger_sequence, event_count FROM ledger_digests ORDER BY 1"))
        .containsExactly("11|1", "500|1");
  }

  @Test
  void aTableThatIsNotWantedIsNotMade() throws Exception {
    TestDatabase rows = TestDatabase.in(server);
    new SinkDatabase(server, rows.name(), new TokenTransferTable()).close();
    assertThat(rows.rows("SELECT to_regclass('contract_events') IS NULL")).containsExactly("t");
  }
}
