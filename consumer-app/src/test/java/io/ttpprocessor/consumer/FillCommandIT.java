package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: what was missing is there as if the consumer had stored it, and what cannot be had is said.
 * Method: a real PostgreSQL, and a processor on a real socket whose ledgers are known by hand.
 */
@Timeout(180)
class FillCommandIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Map<String, String> TRANSFERS = Map.of("PIPELINES", "token_transfers");

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private TestDatabase database;
  private String said = "";

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  @Test
  void moreConnectionsThanTheServerTakesAreRefused() throws Exception {
    try (EmbeddedDatabase small = EmbeddedDatabase.start(Map.of("max_connections", "10"));
        FakeEventService processor = new FakeEventService(TestLedgers.range(1, 10))) {
      database = TestDatabase.in(small);
      assertThat(fill(processor, "1", "10", "--parallelism", "7")).isEqualTo(2);
      assertThat(said)
          .contains(
              "up to 8 database connections are needed at a time, but the server takes 7"
                  + " (max_connections 10 less superuser_reserved_connections 3): lower"
                  + " --parallelism (7), or raise max_connections");
      assertThat(fill(processor, "1", "10", "--parallelism", "6")).as(said).isZero();
    }
  }

  private int fill(FakeEventService processor, Map<String, String> more, String... arguments) {
    return run(processor, more, "fill", arguments);
  }

  private int fill(FakeEventService processor, String... arguments) {
    return run(processor, Map.of(), "fill", arguments);
  }

  /** What it says is in {@code said}, unless another one ends at the same time. */
  private int run(
      FakeEventService processor, Map<String, String> more, String command, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TTP_SERVICE_ADDRESS", "localhost:" + processor.port());
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("PIPELINES", "token_transfers,contract_events");
    environment.put("PARTITION_LEDGERS", "1000");
    environment.putAll(more);
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    int code =
        ConsumerMain.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(line.toArray(new String[0]));
    said = out.toString();
    return code;
  }

  private void store(FakeEventService processor, TestTable table, long first, long last)
      throws Exception {
    try (StoringRun run =
        new StoringRun(table.table, processor.port(), server.port(), database.name(), 100)) {
      run.store(first, last);
    }
  }

  private void assertHolds(TestTable table, long first, long last) throws Exception {
    assertThat(table.stored(database)).isEqualTo(table.expected(first, last));
    assertThat(
            database.rows(
                "SELECT first_ledger, last_ledger FROM complete_ledgers WHERE table_name = '"
                    + table.table.name()
                    + "'"))
        .containsExactly(first + "|" + last);
  }

  private List<String> loadTables() throws Exception {
    return database.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '_load_\\d+'");
  }

  @Test
  void severalGapsAreFilledBesideALiveConsumer() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 3_020))) {
      List<StoringRun> live = new ArrayList<>();
      List<CompletableFuture<Boolean>> ends = new ArrayList<>();
      for (TestTable table : TestTable.values()) {
        StoringRun run =
            new StoringRun(table.table, processor.port(), server.port(), database.name(), 100);
        live.add(run);
        run.migrate();
        ends.add(CompletableFuture.supplyAsync(() -> storeLive(run, 3_001)));
      }
      await().atMost(LIMIT).until(() -> live.stream().allMatch(run -> stored(run) == 3_020));
      assertThat(fill(processor, "501", "1000")).as(said).isZero();
      assertThat(fill(processor, "2001", "2500")).as(said).isZero();
      assertThat(run(processor, Map.of(), "gaps")).isEqualTo(1);
      assertThat(said.lines())
          .containsExactly(
              "token_transfers: ledgers 1001 to 2000 missing (1,000)",
              "token_transfers: ledgers 2501 to 3000 missing (500)",
              "contract_events: ledgers 1001 to 2000 missing (1,000)",
              "contract_events: ledgers 2501 to 3000 missing (500)");
      CompletableFuture<Integer> filled = CompletableFuture.supplyAsync(() -> fill(processor));
      await().atMost(LIMIT).until(() -> !loadTables().isEmpty() || filled.isDone());
      // The processor is started again meanwhile, and has further ledgers.
      processor.restartWith(TestLedgers.range(3_021, 3_200));
      assertThat(filled.get()).as(said).isZero();
      assertThat(said)
          .contains(
              "token_transfers: ledgers 1001 to 1999 filled (999, 1,500 events)",
              "token_transfers: ledger 2000 filled (1, 0 events)",
              ", 1,500 that were missing are filled, 0 are missing still");
      await().atMost(LIMIT).until(() -> live.stream().allMatch(run -> stored(run) == 3_200));
      for (int i = 0; i < live.size(); i++) {
        assertThat(live.get(i).status.snapshot().metrics()).containsEntry("database_retries", 0L);
        live.get(i).pipeline.stop();
        assertThat(ends.get(i).get()).isTrue();
        live.get(i).close();
      }
      for (TestTable table : TestTable.values()) {
        assertHolds(table, 501, 3_200);
      }
      assertThat(loadTables()).isEmpty();
      assertThat(run(processor, Map.of(), "gaps")).as(said).isZero();
      assertThat(run(processor, Map.of(), "verify", "0", "0")).as(said).isZero();
      assertThat(fill(processor)).isZero();
      assertThat(said).contains("token_transfers: no gap in ledgers 501 to 3200");
    }
  }

  private static long stored(StoringRun run) {
    return run.status.counts().lastLedger();
  }

  private static boolean storeLive(StoringRun run, long first) {
    try {
      return run.store(first, 0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEmptyTableIsFilledAndTheConsumerBeginsAfter() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 120))) {
      assertThat(fill(processor)).isEqualTo(2);
      assertThat(said).contains("nothing is stored, so that there is no gap");
      assertThat(fill(processor, "1", "100")).as(said).isZero();
      for (TestTable table : TestTable.values()) {
        store(processor, table, 101, 120);
        assertHolds(table, 1, 120);
      }
      // What comes after is the consumer's, which has not got that far.
      assertThat(fill(processor, "90", "130")).isEqualTo(1);
      assertThat(said)
          .contains(
              "token_transfers: ledgers 121 to 130 not filled (10): the live consumer stores all",
              "of ledgers 90 to 130, 0 that were missing are filled, 10 are missing still");
      assertThat(fill(processor, "130")).isEqualTo(2);
      assertThat(said).contains("ledger 130 comes after the last one stored");
    }
  }

  @Test
  void whatTheSourceHasNotIsNamedAndTheRestIsFilled() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(200, 520))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 500, 520);
      assertThat(fill(processor, TRANSFERS, "100", "0")).isEqualTo(1);
      assertThat(said.lines())
          .containsExactly(
              "token_transfers: ledgers 100 to 199 not filled (100): the processor's sources do"
                  + " not have it: their oldest ledger is 200, their latest 520",
              "token_transfers: ledgers 200 to 499 filled (300, 450 events)",
              "token_transfers: of ledgers 100 to 520, 300 that were missing are filled, 100 are"
                  + " missing still");
      assertThat(fill(processor, TRANSFERS, "--json", "150")).isEqualTo(1);
      assertThat(said.lines())
          .containsExactly(
              "{\"table\":\"token_transfers\",\"first_ledger\":150,\"last_ledger\":199,"
                  + "\"filled\":false,\"reason\":\"the processor's sources do not have it: their"
                  + " oldest ledger is 200, their latest 520\"}",
              "{\"table\":\"token_transfers\",\"first_ledger\":150,\"last_ledger\":520,"
                  + "\"ledgers_filled\":0,\"ledgers_missing\":50}");
      assertHolds(TestTable.TOKEN_TRANSFERS, 200, 520);
    }
  }

  /** As an RPC server's do: they were there when the fill began. */
  @Test
  void ledgersThatGoWhileTheyAreReadAreLeftAndTheRestIsFilled() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 520))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 500, 520);
      processor.forgetBefore(50);
      assertThat(fill(processor, TRANSFERS, "--parallelism", "1", "1")).isEqualTo(1);
      assertThat(said)
          .contains("ledgers 1 to 49 not filled (49): the processor's sources do not have it");
      assertHolds(TestTable.TOKEN_TRANSFERS, 50, 520);
    }
  }

  @Test
  void onePieceThatCannotBeHadDoesNotKeepTheOthers() throws Exception {
    List<LedgerEvents> ledgers = new ArrayList<>(TestLedgers.range(1, 4_020));
    LedgerEvents.Builder altered = ledgers.get(1_500).toBuilder();
    altered.getTokenTransferDigestBuilder().setCount(9);
    ledgers.set(1_500, altered.build());
    ledgers.set(2_500, ledgers.get(2_500).toBuilder().setPreviousHash(TestLedgers.hash(7)).build());
    try (FakeEventService processor = new FakeEventService(ledgers)) {
      store(processor, TestTable.TOKEN_TRANSFERS, 4_001, 4_020);
      processor.breakAt(0, Status.DATA_LOSS.withDescription("ledger 1: object x is damaged"));
      assertThat(fill(processor, TRANSFERS, "--parallelism", "1", "1")).isEqualTo(1);
      assertThat(said)
          .contains("ledgers 1 to 999 not filled (999): the event stream stopped")
          .contains("DATA_LOSS: ledger 1: object x is damaged")
          .contains("ledgers 1000 to 1999 not filled (1,000): ledger 1501")
          .contains("ledgers 2000 to 2999 not filled (1,000): ledger 2501 does not follow")
          .contains("ledgers 3000 to 3999 filled (1,000, 1,500 events)")
          .contains("ledger 4000 filled (1, 0 events)");
      assertHolds(TestTable.TOKEN_TRANSFERS, 3_000, 4_020);
      assertThat(database.rows("SELECT count(*) FROM ledger_ranges")).containsExactly("1");
    }
  }

  @Test
  void aProcessorThatIsNotOneForThisTableIsRefusedBeforeAnythingIsLoaded() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 120))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 100, 120);
      Map<String, String> other = new HashMap<>(TRANSFERS);
      other.put("NETWORK_PASSPHRASE", "Public Global Stellar Network ; September 2015");
      assertThat(fill(processor, other, "1")).isEqualTo(1);
      assertThat(said)
          .contains("wrong network: the processor is of network")
          .contains("(Test SDF Network ; September 2015), NETWORK_PASSPHRASE is of")
          .contains("(Public Global Stellar Network ; September 2015)");
      database.execute("UPDATE pipeline_cursor SET rules_version = 6");
      assertThat(fill(processor, TRANSFERS, "1")).isEqualTo(1);
      assertThat(said)
          .contains("other rules: the processor's events are made by rules version 7, those that")
          .contains("are stored by version 6");
      database.execute("UPDATE pipeline_cursor SET rules_version = 7");
      // Ledger 100's own previous hash says which ledger 99 it follows.
      database.execute("UPDATE pipeline_cursor SET previous_hash = '" + "00".repeat(32) + "'");
      assertThat(fill(processor, TRANSFERS, "1")).isEqualTo(1);
      assertThat(said).contains("not filled (99): table token_transfers: ledger 100 does not");
      assertThat(database.rows("SELECT count(*) FROM ledger_ranges")).containsExactly("0");
      assertThat(fill(processor, Map.of("PIPELINE_NAME", "other"), "1")).isEqualTo(3);
      assertThat(fill(processor, Map.of("POSTGRES_PORT", "1"), "1")).isEqualTo(3);
      assertThat(fill(processor, Map.of("PIPELINES", "x"), "1")).isEqualTo(2);
      assertThat(fill(processor, TRANSFERS, "--parallelism", "0")).isEqualTo(2);
      assertThat(fill(processor, TRANSFERS, "5", "4")).isEqualTo(2);
    }
  }

  @Test
  void twoFillsAtOnceShareTheWork() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 6_020))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 6_001, 6_020);
      Map<String, String> otherPieces = new HashMap<>(TRANSFERS);
      otherPieces.put("PARTITION_LEDGERS", "1500");
      CompletableFuture<Integer> one =
          CompletableFuture.supplyAsync(() -> fill(processor, TRANSFERS, "1"));
      CompletableFuture<Integer> same =
          CompletableFuture.supplyAsync(() -> fill(processor, TRANSFERS, "1"));
      CompletableFuture<Integer> other =
          CompletableFuture.supplyAsync(() -> fill(processor, otherPieces, "1"));
      assertThat(List.of(one.get(), same.get(), other.get())).as(said).containsOnly(0);
      assertHolds(TestTable.TOKEN_TRANSFERS, 1, 6_020);
      assertThat(loadTables()).isEmpty();
    }
  }

  @Test
  void whatAKilledLoadHasLeftIsDroppedWhateverItsRange() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 120))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 100, 120);
      for (String name : List.of("5_105", "1_99", "2000_2999")) {
        database.execute("CREATE TABLE token_transfers_load_" + name + " (n bigint)");
        database.execute("CREATE TABLE token_transfers_load_" + name + "_ledgers (n bigint)");
      }
      assertThat(fill(processor, TRANSFERS, "1")).as(said).isZero();
      assertThat(loadTables()).isEmpty();
      assertHolds(TestTable.TOKEN_TRANSFERS, 1, 120);
    }
  }

  @Test
  void aPartitionThatIsInTheWayIsNamedUnlessItIsEmpty() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 120))) {
      store(processor, TestTable.TOKEN_TRANSFERS, 100, 120);
      database.execute("SELECT ttp_ensure_partitions('token_transfers', 50, 60, 1000)");
      database.execute(
          "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
              + " transaction_index, event_type, contract_address, amount)"
              + " VALUES (70, 0, now(), 'ab', 1, 'fee', 'C', 100)");
      assertThat(fill(processor, TRANSFERS, "1")).isEqualTo(1);
      assertThat(said).contains("the partition token_transfers_50_99 is in their place");
      database.execute("DELETE FROM token_transfers_50_99");
      assertThat(fill(processor, TRANSFERS, "1")).as(said).isZero();
      assertHolds(TestTable.TOKEN_TRANSFERS, 1, 120);
    }
  }

  @Test
  void aDatabaseThatIsKilledMeanwhileIsWaitedFor() throws Exception {
    try (EmbeddedDatabase killed = EmbeddedDatabase.start();
        FakeEventService processor = new FakeEventService(TestLedgers.range(1, 20_020))) {
      database = TestDatabase.in(killed);
      try (StoringRun run = new StoringRun(processor.port(), killed.port(), database.name())) {
        run.store(20_001, 20_020);
      }
      CompletableFuture<Integer> filled =
          CompletableFuture.supplyAsync(() -> fill(processor, TRANSFERS, "1"));
      await()
          .atMost(LIMIT)
          .until(() -> !database.rows("SELECT 1 FROM ledger_ranges").isEmpty() || filled.isDone());
      killed.kill();
      killed.restart();
      assertThat(filled.get()).as(said).isZero();
      assertHolds(TestTable.TOKEN_TRANSFERS, 1, 20_020);
      assertThat(loadTables()).isEmpty();
    }
  }
}
