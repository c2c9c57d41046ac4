package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.store.LedgerRetention.Kept;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Goal: partitions come before their ledgers and go only when nobody needs them. */
@Timeout(120)
class PartitionsIT {
  private static final String PARTITIONS =
      "SELECT table_name, first_ledger, last_ledger FROM ledger_partitions ORDER BY 1, 2";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private final EventTable transfers = new TokenTransferTable();
  private final EventTable contractEvents = new ContractEventTable(List.of(), List.of(), false);
  private TestDatabase rows;
  private PGSimpleDataSource source;

  @BeforeEach
  void createDatabase() {
    rows = TestDatabase.in(server);
    source = SinkDatabase.open("localhost", server.port(), rows.name());
  }

  private static void write(PostgresSink sink, long first, long last) throws SinkException {
    for (long from = first; from <= last; from += 400) {
      sink.write(
          new LedgerBatch(sink.cursor(), TestLedgers.range(from, Math.min(last, from + 399))));
    }
  }

  @Test
  void theConsumerHasEachMadeBeforeItsLedgersCome() throws Exception {
    Databases.migrate(source, List.of(transfers, contractEvents));
    try (PostgresSink sink = new PostgresSink(source, transfers, "t", 1_000);
        PostgresSink other = new PostgresSink(source, contractEvents, "c", 5_000)) {
      write(sink, 1_700, 4_500);
      write(other, 4_900, 5_100);
    }
    assertThat(rows.rows(PARTITIONS))
        .containsExactly(
            "contract_events|4900|4999",
            "contract_events|5000|9999",
            "token_transfers|1700|1999",
            "token_transfers|2000|2999",
            "token_transfers|3000|3999",
            "token_transfers|4000|4999",
            "token_transfers|5000|5999");
    assertThat(rows.rows("SELECT count(*) FROM token_transfers_2000_2999")).containsExactly("1500");
    // Another size from now on, beside what is there.
    try (PostgresSink sink = new PostgresSink(source, transfers, "t", 1_500)) {
      write(sink, 4_501, 6_100);
    }
    assertThat(rows.rows(PARTITIONS)).contains("token_transfers|6000|7499");
  }

  @Test
  void oldLedgersGoWithTheirPartitionAndWhatWasPromisedStays() throws Exception {
    Databases.migrate(source, List.of(transfers));
    LedgerRetention retention = new LedgerRetention(source, transfers, "t");
    assertThat(retention.apply(1_000, false)).isEmpty();
    try (PostgresSink sink = new PostgresSink(source, transfers, "t", 1_000)) {
      write(sink, 500, 4_500);
      Cursor before = sink.cursor().orElseThrow();
      assertThat(retention.kept(2_000)).isEmpty();
      rows.execute("INSERT INTO retention_holds VALUES ('report', 1500)");
      assertThat(retention.apply(2_000, true)).containsExactly(new LedgerSpan(500, 999));
      assertThat(rows.rows(PARTITIONS)).contains("token_transfers|500|999");
      assertThat(retention.apply(2_000, false)).containsExactly(new LedgerSpan(500, 999));
      assertThat(rows.rows("SELECT first_ledger, last_ledger FROM complete_ledgers"))
          .containsExactly("1000|4500");
      LedgerSpan held = new LedgerSpan(1_000, 1_999);
      assertThat(retention.kept(2_000)).hasValue(new Kept(held, "report", 1_500, 0));
      // One more of these ledgers, and one of others.
      rows.execute("INSERT INTO retention_holds VALUES ('audit', 1999), ('index', 2000)");
      assertThat(retention.kept(2_000)).hasValue(new Kept(held, "report", 1_500, 1));
      assertThat(retention.kept(2_502)).isEmpty();
      rows.execute("DELETE FROM retention_holds");
      assertThat(retention.kept(2_000)).isEmpty();
      assertThat(retention.apply(2_000, false)).containsExactly(new LedgerSpan(1_000, 1_999));
      assertThat(retention.apply(2_000, false)).isEmpty();
      // It has the cursor as it was, as a consumer that runs meanwhile has.
      sink.write(new LedgerBatch(Optional.of(before), TestLedgers.range(4_501, 4_600)));
      assertThat(sink.cursor().orElseThrow().firstLedger()).isEqualTo(2_000);
    }
    assertThat(
            rows.rows(
                "SELECT min(ledger_sequence), max(ledger_sequence), count(*) FROM ledger_digests"))
        .containsExactly("2000|4600|2601");
    assertThat(rows.rows("SELECT min(ledger_sequence) FROM token_transfers"))
        .containsExactly("2001");
    assertThat(rows.rows("SELECT previous_hash FROM pipeline_cursor"))
        .containsExactly(TestLedgers.hashHex(1_999));
  }

  private void load(LedgerSpan span) throws Exception {
    try (PartitionLoader loader = new PartitionLoader(source, transfers, "t", span);
        PartitionWriter writer = new PartitionWriter(source, transfers, span)) {
      loader.begin();
      writer.write(TestLedgers.range(span.first(), span.last()));
      loader.finish(1);
    }
  }

  /** A consumer of an older version made it, or an operator. */
  @Test
  void anEmptyPartitionGivesWayToALoadAndOneWithRowsDoesNot() throws Exception {
    Databases.migrate(source, List.of(transfers));
    rows.execute("SELECT ttp_ensure_partitions('token_transfers', 50, 60, 1000)");
    LoadedTable loaded = new LoadedTable(source, transfers, "t");
    LedgerSpan span = new LedgerSpan(1, 100);
    loaded.expectLoadable(List.of(span), TestLedgers.networkIdHex(), TestLedgers.RULES_VERSION);
    load(span);
    assertThat(rows.rows(PARTITIONS)).containsExactly("token_transfers|1|100");

    rows.execute("SELECT ttp_ensure_partitions('token_transfers', 150, 160, 1000)");
    rows.execute(
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, amount)"
            + " VALUES (900, 0, now(), 'ab', 1, 'fee', 'C', 100)");
    String refusal =
        "the partition token_transfers_150_999 is in their place (ledgers 150 to 999), and it"
            + " holds rows";
    LedgerSpan next = new LedgerSpan(101, 200);
    assertThatThrownBy(() -> load(next)).hasMessageContaining(refusal);
    assertThatThrownBy(
            () ->
                loaded.expectLoadable(
                    List.of(next), TestLedgers.networkIdHex(), TestLedgers.RULES_VERSION))
        .hasMessageContaining(refusal);
    assertThat(rows.rows(PARTITIONS)).contains("token_transfers|150|999");
  }

  @Test
  void aRepairMakesNoPartitionBeyondWhatIsDone() throws Exception {
    Databases.migrate(source, List.of(transfers));
    load(new LedgerSpan(1_001, 1_100));
    rows.execute("DROP TABLE token_transfers_1001_1100");
    List<RowDifference> found = new ArrayList<>();
    try (ComparisonSink repair =
        new ComparisonSink(source, transfers, "t", true, RestrictedRoleIT.listener(found))) {
      repair.open();
      repair.write(new LedgerBatch(Optional.empty(), TestLedgers.range(1_051, 1_100)));
    }
    // Ledgers 1051 to 1100 have 13 x 3, 12 x 1 and 12 x 2 events.
    assertThat(found).hasSize(75);
    assertThat(rows.rows("SELECT count(*) FROM token_transfers")).containsExactly("75");
    assertThat(rows.rows(PARTITIONS)).containsExactly("token_transfers|1051|1100");
  }

  @Test
  void aPromiseThatIsMadeMeanwhileIsSeenOrWaits() throws Exception {
    Databases.migrate(source, List.of(transfers));
    load(new LedgerSpan(1, 50));
    load(new LedgerSpan(51, 100));
    LedgerRetention retention = new LedgerRetention(source, transfers, "t");
    try (Connection reader = server.connect(rows.name());
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("INSERT INTO retention_holds VALUES ('report', 1)");
      CompletableFuture<List<LedgerSpan>> dropped = CompletableFuture.supplyAsync(() -> apply(20));
      awaitWaiting("retention_holds");
      reader.commit();
      assertThat(dropped.get()).isEmpty();
      assertThat(retention.apply(20, false)).isEmpty();
      statement.execute("DELETE FROM retention_holds");
      reader.commit();

      // Whoever comes while the drop waits for a reader is told only after it.
      statement.execute("SELECT FROM token_transfers");
      dropped = CompletableFuture.supplyAsync(() -> apply(20));
      awaitWaiting("token_transfers");
      assertThatThrownBy(
              () ->
                  rows.execute(
                      "SET lock_timeout = '50ms'; INSERT INTO retention_holds VALUES ('late', 1)"))
          .hasMessageContaining("lock timeout");
      reader.commit();
      assertThat(dropped.get()).containsExactly(new LedgerSpan(1, 50));
    }
  }

  private List<LedgerSpan> apply(long keep) {
    try {
      return new LedgerRetention(source, transfers, "t").apply(keep, false);
    } catch (SinkException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitWaiting(String table) {
    String waiting =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass";
    await().untilAsserted(() -> assertThat(rows.rows(waiting)).containsExactly("1"));
  }

  @Test
  void ofBackfilledRangesOnlyWhatIsDroppedIsNoLongerDone() throws Exception {
    Databases.migrate(source, List.of(transfers));
    load(new LedgerSpan(1, 50));
    load(new LedgerSpan(51, 100));
    assertThat(rows.rows("SELECT first_ledger, last_ledger FROM ledger_ranges"))
        .containsExactly("1|100");
    assertThat(new LedgerRetention(source, transfers, "t").apply(20, false))
        .containsExactly(new LedgerSpan(1, 50));
    assertThat(rows.rows("SELECT first_ledger, last_ledger, previous_hash FROM ledger_ranges"))
        .containsExactly("51|100|" + TestLedgers.hashHex(50));
  }

  private void migrateToPlainTables() {
    migrate("token_transfers", "db/migration", "4");
    migrate("contract_events", "db/contract_events", "2");
  }

  private void migrate(String table, String folder, String target) {
    Flyway.configure()
        .dataSource(source)
        .table(table + "_schema_history")
        .locations("classpath:" + folder)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(target)
        .load()
        .migrate();
  }

  @Test
  void whatWasStoredBeforeBecomesAPartitionAsItIs() throws Exception {
    migrateToPlainTables();
    rows.execute("DROP ROLE IF EXISTS plain_reader");
    rows.execute("CREATE ROLE plain_reader; GRANT SELECT ON token_transfers TO plain_reader");
    rows.execute(
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, from_address, amount)"
            + " SELECT l, 0, now(), 'ab', 1, 'fee', 'C', 'G', 100"
            + " FROM generate_series(100, 199) AS l");
    rows.execute(
        "INSERT INTO contract_events (ledger_sequence, ledger_closed_at, tx_hash, tx_index,"
            + " contract_id, event_type, event_index, topics, ordinal)"
            + " SELECT l, now(), 'ab', 1, 'C', 't', 0, '[]', 0"
            + " FROM generate_series(101, 198) AS l");
    rows.execute(
        "INSERT INTO pipeline_cursor (pipeline, network, first_ledger, ledger_sequence,"
            + " ledger_hash, rules_version, table_name) SELECT 'p', '"
            + TestLedgers.networkIdHex()
            + "', 100, 199, '"
            + TestLedgers.hashHex(199)
            + "', 7, name FROM unnest(ARRAY['token_transfers', 'contract_events']) AS name");
    String files =
        "SELECT pg_relation_filenode(indexrelid), pg_relation_filenode(indrelid) FROM pg_index"
            + " WHERE indrelid IN ('%s'::regclass, '%s'::regclass) ORDER BY 1";
    List<String> before = rows.rows(String.format(files, "token_transfers", "contract_events"));

    Databases.migrate(source, List.of(transfers, contractEvents));

    assertThat(
            rows.rows(String.format(files, "token_transfers_100_199", "contract_events_100_199")))
        .as("no row and no index was written anew")
        .isEqualTo(before);
    assertThat(rows.rows(PARTITIONS))
        .containsExactly("contract_events|100|199", "token_transfers|100|199");
    assertThat(rows.rows("SELECT has_table_privilege('plain_reader', 'token_transfers', 'SELECT')"))
        .containsExactly("t");
    try (PostgresSink sink = new PostgresSink(source, transfers, "p");
        PostgresSink other = new PostgresSink(source, contractEvents, "p")) {
      write(sink, 200, 203);
      write(other, 200, 203);
    }
    assertThat(rows.rows("SELECT count(*) FROM token_transfers")).containsExactly("106");
    assertThat(rows.rows("SELECT count(*) FROM token_transfers_readable")).containsExactly("106");
    assertThat(rows.rows("SELECT count(*) FROM token_movements WHERE address = 'G'"))
        .containsExactly("100");
    // 200 % 3 is 2, 201 none, 202 one, 203 two.
    assertThat(rows.rows("SELECT count(*), count(DISTINCT id) FROM contract_events"))
        .containsExactly("103|103");
  }

  @Test
  void aViewThatWouldShowTheOldRowsAloneStopsTheMigrationBeforeAnythingChanged() throws Exception {
    migrateToPlainTables();
    rows.execute("CREATE VIEW mine AS SELECT count(*) AS n FROM token_transfers");
    assertThatThrownBy(() -> Databases.migrate(source, List.of(transfers)))
        .hasMessageContaining("the view mine reads token_transfers");
    assertThat(rows.rows("SELECT relkind FROM pg_class WHERE relname = 'token_transfers'"))
        .containsExactly("r");
    rows.execute("DROP VIEW mine");
    Databases.migrate(source, List.of(transfers));
    rows.execute("CREATE VIEW mine AS SELECT count(*) AS n FROM token_transfers");
  }
}
