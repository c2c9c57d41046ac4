package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: whatever was altered is found, named and put right. Method: a real PostgreSQL. */
@Timeout(180)
class VerifyCommandIT {
  private static final long LAST = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  private int verify(FakeEventService processor, Map<String, String> more, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TTP_SERVICE_ADDRESS", "localhost:" + processor.port());
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("PIPELINES", "token_transfers,contract_events");
    // Several batches, so that what is told of one does not hide what is in the next.
    environment.put("BATCH_LEDGERS", "64");
    environment.putAll(more);
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return ConsumerMain.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(Stream.concat(Stream.of("verify"), Stream.of(arguments)).toArray(String[]::new));
  }

  private int verify(FakeEventService processor, String... arguments) {
    return verify(processor, Map.of(), arguments);
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    for (String line : out.toString().lines().toList()) {
      lines.add(mapper.readTree(line));
    }
    return lines;
  }

  /** Of the form that {@link Alterations#expected} has. */
  private List<String> found() throws Exception {
    List<String> found = new ArrayList<>();
    for (JsonNode line : lines()) {
      if (line.path("row").asText().equals("event")) {
        List<String> columns = new ArrayList<>();
        line.get("columns").fieldNames().forEachRemaining(columns::add);
        found.add(
            String.join(
                "|",
                line.get("table").asText(),
                line.get("ledger").asText(),
                line.get("ordinal").asText(),
                line.get("difference").asText(),
                line.get("difference").asText().equals("changed")
                    ? String.join(",", columns)
                    : ""));
      }
    }
    return found;
  }

  private static void fill(FakeEventService processor, TestDatabase target, long last)
      throws Exception {
    for (TestTable table : TestTable.values()) {
      try (StoringRun run =
          new StoringRun(table.table, processor.port(), target.port(), target.name(), 100)) {
        run.store(1, last);
      }
    }
  }

  /** Every column of every row and digest but those that only its own database knows. */
  private static List<String> everything(TestDatabase target) throws Exception {
    List<String> rows =
        new ArrayList<>(target.rows("SELECT t::text FROM token_transfers t ORDER BY 1"));
    rows.addAll(
        target.rows(
            "SELECT (to_jsonb(c) - 'id' - 'created_at')::text FROM contract_events c ORDER BY 1"));
    rows.addAll(target.rows("SELECT d::text FROM ledger_digests d ORDER BY 1"));
    return rows;
  }

  @Test
  void whatIsWholeIsSaidToBe() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, LAST))) {
      fill(processor, database, LAST);
      assertThat(verify(processor, "0", "0")).as(out.toString()).isZero();
      assertThat(out.toString().lines())
          .containsExactly(
              "token_transfers: ledgers 1 to 1000, 1500 events compared: all as it should be",
              "contract_events: ledgers 1 to 1000, 1000 events compared: all as it should be");
      assertThat(verify(processor, "--json", "10", "12")).isZero();
      assertThat(lines()).hasSize(2);
      assertThat(lines().get(0).get("events_compared").asInt()).isEqualTo(2 + 3 + 0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aHundredAlterationsAreFoundAndRepairedBesideALiveConsumer(long seed) throws Exception {
    TestDatabase undisturbed = TestDatabase.in(server);
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, LAST))) {
      List<StoringRun> live = new ArrayList<>();
      List<CompletableFuture<Boolean>> ends = new ArrayList<>();
      for (TestTable table : TestTable.values()) {
        StoringRun run =
            new StoringRun(table.table, processor.port(), server.port(), database.name(), 100);
        live.add(run);
        run.migrate();
        ends.add(CompletableFuture.supplyAsync(() -> storeLive(run)));
      }
      await().atMost(LIMIT).until(() -> live.stream().allMatch(run -> stored(run) == LAST));
      Alterations alterations = new Alterations(database, seed);
      alterations.make(100, LAST);
      assertThat(alterations.expected()).hasSize(100);

      assertThat(verify(processor, "--json", "1", "1000")).isEqualTo(1);
      assertThat(found()).containsExactlyInAnyOrderElementsOf(alterations.expected());
      assertThat(verify(processor, "--json", "--repair", "0", "0")).isEqualTo(1);
      assertThat(found()).containsExactlyInAnyOrderElementsOf(alterations.expected());
      long different =
          alterations.expected().stream()
              .map(place -> place.replaceFirst("(\\|\\d+)\\|.*", "$1"))
              .distinct()
              .count();
      assertThat(lines().stream().filter(line -> line.has("repaired_ledger")))
          .hasSize((int) different);
      assertThat(lines().stream().mapToLong(line -> line.path("ledgers_different").asLong()).sum())
          .isEqualTo(different);
      processor.restartWith(TestLedgers.range(LAST + 1, LAST + 200));
      await().atMost(LIMIT).until(() -> live.stream().allMatch(run -> stored(run) == LAST + 200));
      assertThat(verify(processor, "0", "0")).as(out.toString()).isZero();
      for (StoringRun run : live) {
        assertThat(run.status.snapshot().metrics().get("database_retries")).isEqualTo(0L);
        run.pipeline.stop();
      }
      for (CompletableFuture<Boolean> end : ends) {
        assertThat(end.get()).isTrue();
      }
      live.forEach(StoringRun::close);
      fill(processor, undisturbed, LAST + 200);
    }
    assertThat(everything(database)).isEqualTo(everything(undisturbed));
  }

  private static long stored(StoringRun run) {
    return run.status.counts().lastLedger();
  }

  private static boolean storeLive(StoringRun run) {
    try {
      return run.store(1, 0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void digestsThatWereAlteredOrAreMissingAreNamedAndPutRight() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 100))) {
      fill(processor, database, 100);
      List<String> before = everything(database);
      String of = " WHERE table_name = 'token_transfers' AND ledger_sequence = ";
      database.execute("DELETE FROM ledger_digests" + of + "7");
      database.execute("UPDATE ledger_digests SET event_count = event_count + 1" + of + "8");
      database.execute("UPDATE ledger_digests SET digest = sha256(digest)" + of + "9");
      database.execute("UPDATE ledger_digests SET ledger_hash = sha256(digest)" + of + "10");
      // Nothing comes after it but the cursor, which has the right hash.
      database.execute("UPDATE ledger_digests SET ledger_hash = sha256(digest)" + of + "100");
      assertThat(verify(processor, "0", "0")).isEqualTo(1);
      assertThat(out.toString().lines())
          .containsExactly(
              "ledger 7 of token_transfers: digest missing",
              "ledger 8 of token_transfers: digest changed (event_count)",
              "ledger 9 of token_transfers: digest changed (digest)",
              "ledger 10 of token_transfers: digest changed (ledger_hash)",
              "ledger 100 of token_transfers: digest changed (ledger_hash)",
              "token_transfers: ledgers 1 to 100, 150 events compared: 5 ledgers differ: 0 rows"
                  + " missing, 0 extra, 0 changed, 5 digests; 0 ledgers repaired",
              "contract_events: ledgers 1 to 100, 100 events compared: all as it should be");
      assertThat(verify(processor, "--repair", "0", "0")).isEqualTo(1);
      assertThat(verify(processor, "0", "0")).as(out.toString()).isZero();
      assertThat(everything(database)).isEqualTo(before);
    }
  }

  @Test
  void aLedgerOfAnotherHistoryIsNotReplaced() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 100))) {
      fill(processor, database, 100);
      database.execute(
          "UPDATE ledger_digests SET ledger_hash = sha256(ledger_hash) WHERE ledger_sequence > 90");
      database.execute("UPDATE pipeline_cursor SET ledger_hash = repeat('ab', 32)");
      List<String> before = everything(database);
      assertThat(verify(processor, "--repair", "0", "0")).isEqualTo(1);
      assertThat(out.toString())
          .contains("ledger 91 of token_transfers: not repaired: it was stored with the hash ")
          .contains("ledger 100 of contract_events: not repaired: ");
      assertThat(everything(database)).isEqualTo(before);
    }
  }

  @Test
  void aRowThatSteersATerminalIsShownEscaped() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 20))) {
      fill(processor, database, 20);
      database.execute(
          "UPDATE token_transfers SET from_address = E'\\x1b[2Jé' WHERE ledger_sequence = 5");
      assertThat(verify(processor, "--json", "5", "5")).isEqualTo(1);
      assertThat(out.toString())
          .contains(
              "\"columns\":{\"from_address\":{\"stored\":\"\\u001B[2J\\u00E9\",\"expected\":\""
                  + TestLedgers.ALICE
                  + "\"}}");
    }
  }

  /** Without what a backfill would have stored, all of its rows are missing. */
  @Test
  void eachStretchThatIsStoredIsCompared() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 100))) {
      for (TestTable table : TestTable.values()) {
        try (StoringRun run =
            new StoringRun(table.table, processor.port(), server.port(), database.name(), 100)) {
          run.store(51, 100);
        }
      }
      database.execute(
          "INSERT INTO ledger_ranges SELECT table_name, 11, 20, pipeline, network, filter,"
              + " rules_version, '"
              + TestLedgers.hashHex(10)
              + "', '"
              + TestLedgers.hashHex(20)
              + "' FROM pipeline_cursor");
      assertThat(verify(processor, "0", "60")).isEqualTo(1);
      assertThat(out.toString().lines())
          .filteredOn(line -> line.contains("compared"))
          .containsExactly(
              "token_transfers: ledgers 11 to 20, 15 events compared: 10 ledgers differ: 15 rows"
                  + " missing, 0 extra, 0 changed, 10 digests; 0 ledgers repaired",
              "token_transfers: ledgers 51 to 60, 15 events compared: all as it should be",
              "contract_events: ledgers 11 to 20, 11 events compared: 10 ledgers differ: 11 rows"
                  + " missing, 0 extra, 0 changed, 10 digests; 0 ledgers repaired",
              "contract_events: ledgers 51 to 60, 9 events compared: all as it should be");
      assertThat(verify(processor, "11", "60")).isEqualTo(2);
      assertThat(out.toString()).contains("missing are [ledgers 21 to 50]");
      assertThat(verify(processor, "0", "0", "--repair")).isEqualTo(1);
      assertThat(verify(processor, "0", "0")).isZero();
    }
    assertThat(database.rows("SELECT count(*) FROM token_transfers WHERE ledger_sequence <= 20"))
        .containsExactly("15");
  }

  @Test
  void whatCannotBeComparedIsNotSaidToBeEqual() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 100))) {
      fill(processor, database, 50);
      assertThat(verify(processor, "1", "51")).isEqualTo(2);
      assertThat(out.toString())
          .contains("ledgers 1 to 51 are not all stored: missing are [ledger 51]");
      assertThat(verify(processor, "5", "4")).isEqualTo(2);
      assertThat(verify(processor, "abc", "4294967296")).isEqualTo(2);
      assertThat(err.toString().lines())
          .startsWith(
              "<start>: \"abc\" is not a ledger sequence (0, or 1 to 4294967295)",
              "<end>: \"4294967296\" is not a ledger sequence (0, or 1 to 4294967295)");
      assertThat(verify(processor, Map.of("BATCH_LEDGERS", "x"), "1", "4")).isEqualTo(2);
      assertThat(err.toString()).contains("BATCH_LEDGERS");
      assertThat(verify(processor, Map.of("PIPELINE_NAME", "other"), "1", "4")).isEqualTo(3);
      assertThat(out.toString()).contains("belongs to pipeline token_transfers");
      database.execute("UPDATE pipeline_cursor SET rules_version = 6");
      assertThat(verify(processor, "1", "4")).isEqualTo(3);
      assertThat(out.toString()).contains("made by rules version 6").contains("rules version 7");
    }
    database = TestDatabase.in(server);
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 5))) {
      assertThat(verify(processor, "0", "0")).isEqualTo(3);
      assertThat(out.toString()).contains("[SQLSTATE 42P01]");
      fill(processor, database, 5);
      database.execute("TRUNCATE token_transfers, contract_events, pipeline_cursor");
      assertThat(verify(processor, "0", "0")).isEqualTo(2);
      assertThat(out.toString()).contains("token_transfers: not verified: nothing is stored");
    }
  }
}
