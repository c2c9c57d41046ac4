package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what is said to be done is disjoint, joins by hashes, and is nobody else's. */
@Timeout(120)
class LedgerRangesIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private final EventTable table = new TokenTransferTable();
  private final LedgerRanges ranges = new LedgerRanges(table, table.name());
  private TestDatabase rows;
  private SinkDatabase database;

  @BeforeEach
  void createDatabase() throws SinkException {
    rows = TestDatabase.in(server);
    database = new SinkDatabase(server, rows.name(), table);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private static DoneRange range(long first, long last) {
    return new DoneRange(
        first,
        last,
        TestLedgers.networkIdHex(),
        TestLedgers.RULES_VERSION,
        TestLedgers.hashHex(first - 1),
        TestLedgers.hashHex(last));
  }

  private void add(DoneRange range) throws Exception {
    try (Connection connection = database.source.getConnection()) {
      connection.setAutoCommit(false);
      ranges.add(connection, range);
      connection.commit();
    }
  }

  private List<String> complete() throws Exception {
    return rows.rows("SELECT first_ledger, last_ledger FROM complete_ledgers ORDER BY 1");
  }

  @Test
  void neighboursBecomeOneAndTheCursorsOwnIsUnitedWithThem() throws Exception {
    database.write(TestLedgers.ledger(500));
    add(range(100, 199));
    add(range(300, 399));
    assertThat(complete()).containsExactly("100|199", "300|399", "500|500");
    add(range(200, 299));
    assertThat(rows.rows("SELECT first_ledger, last_ledger, last_hash FROM ledger_ranges"))
        .containsExactly("100|399|" + TestLedgers.hashHex(399));
    add(range(400, 499));
    database.write(TestLedgers.ledger(501), TestLedgers.ledger(502));
    assertThat(complete()).containsExactly("100|502");
    add(range(1, 50));
    assertThat(complete()).containsExactly("1|50", "100|502");
    assertThat(
            rows.rows(
                "SELECT complete_through('token_transfers'),"
                    + " complete_through('token_transfers', 100),"
                    + " complete_through('token_transfers', 51),"
                    + " complete_through('contract_events')"))
        .containsExactly("50|502|null|null");
    assertThat(rows.rows("SELECT obj_description('complete_through(text, bigint)'::regprocedure)"))
        .singleElement()
        .asString()
        .contains("in a statement of its own, before the one that reads the rows");
    List<LedgerSpan> stored = LedgerSpan.united(ranges.done(database.source));
    assertThat(stored).containsExactly(new LedgerSpan(1, 50), new LedgerSpan(100, 502));
    assertThat(new LedgerSpan(1, 600).without(stored))
        .containsExactly(new LedgerSpan(51, 99), new LedgerSpan(503, 600));
  }

  @Test
  void aBackfillStaysOutOfWhatIsDoneAndOfWhatTheCursorOwns() throws Exception {
    database.write(TestLedgers.ledger(500));
    add(range(100, 199));
    assertThatThrownBy(() -> add(range(199, 250)))
        .hasMessageContaining("ledgers 199 to 250 cannot be added: ledgers 100 to 199 are done");
    assertThatThrownBy(() -> add(range(50, 100))).hasMessageContaining("are done already");
    assertThatThrownBy(() -> add(range(120, 130))).hasMessageContaining("are done already");
    assertThatThrownBy(() -> add(range(400, 500)))
        .hasMessageContaining("all from ledger 500 on are the live consumer's");
    assertThatThrownBy(() -> add(range(900, 910))).hasMessageContaining("live consumer's");
    assertThat(complete()).containsExactly("100|199", "500|500");
  }

  @Test
  void whatDoesNotJoinIsRefused() throws Exception {
    database.write(TestLedgers.ledger(500));
    add(range(100, 199));
    DoneRange next = range(200, 499);
    String hash = "ab".repeat(32);
    assertThatThrownBy(
            () ->
                add(
                    new DoneRange(
                        200, 300, next.network(), next.rulesVersion(), hash, next.lastHash())))
        .hasMessageContaining(
            "ledger 200 does not follow ledger 199: its previous hash is " + hash);
    assertThatThrownBy(
            () ->
                add(
                    new DoneRange(
                        200, 499, next.network(), next.rulesVersion(), next.previousHash(), hash)))
        .hasMessageContaining("ledger 500 does not follow ledger 499");
    assertThatThrownBy(
            () -> add(new DoneRange(200, 499, next.network(), 8, next.previousHash(), hash)))
        .hasMessageContaining("rules version 8");
    assertThatThrownBy(() -> add(new DoneRange(1, 9, "ab", 7, hash, hash)))
        .hasMessageContaining("network ab");
  }

  @Test
  void aCursorBeginsAboveAllThatIsDone() throws Exception {
    add(range(100, 199));
    assertThat(database.sink.cursor()).isEmpty();
    for (long ledger : List.of(50, 100, 150, 199)) {
      assertThatThrownBy(() -> database.write(TestLedgers.ledger(ledger)))
          .hasMessageContaining("cannot begin at ledger " + ledger)
          .hasMessageContaining("Start at 200 or later");
    }
    assertThat(rows.rows("SELECT partition_name FROM ledger_partitions"))
        .as("what would be in the place of a load")
        .isEmpty();
    assertThatThrownBy(
            () ->
                database.write(
                    TestLedgers.ledger(200).toBuilder()
                        .setPreviousHash(TestLedgers.hash(7))
                        .build()))
        .hasMessageContaining("ledger 200 does not follow ledger 199");
    assertThat(rows.rows("SELECT count(*) FROM pipeline_cursor")).containsExactly("0");
    database.write(TestLedgers.ledger(200));
    assertThat(complete()).containsExactly("100|200");
  }

  @Test
  void theDatabaseItselfRefusesRangesThatOverlap() throws Exception {
    add(range(100, 199));
    String copy =
        "INSERT INTO ledger_ranges SELECT '%s', %d, %d, pipeline, network, filter, rules_version,"
            + " previous_hash, last_hash FROM ledger_ranges";
    assertThatThrownBy(() -> rows.execute(String.format(copy, "token_transfers", 150, 250)))
        .hasMessageContaining("ledger_ranges_disjoint");
    rows.execute(String.format(copy, "contract_events", 150, 250));
  }

  /** Each ends as done or as refused, and no two that are done overlap. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyAtOnceNeverOverlap(long seed) throws Exception {
    Random random = new Random(seed);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long first = 1 + random.nextInt(1_000);
      DoneRange range = range(first, first + random.nextInt(40));
      tasks.add(
          () -> {
            try {
              add(range);
              return true;
            } catch (SinkException e) {
              return false;
            }
          });
    }
    tasks.add(
        () -> {
          try {
            database.write(TestLedgers.ledger(700));
            return true;
          } catch (SinkException e) {
            return false;
          }
        });
    Collections.shuffle(tasks, random);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    int done = 0;
    try {
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        done += task.get() ? 1 : 0;
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(done).isGreaterThan(5);
    List<DoneRange> stored = ranges.done(database.source);
    for (int i = 1; i < stored.size(); i++) {
      assertThat(stored.get(i).first()).isGreaterThan(stored.get(i - 1).last());
    }
  }
}
