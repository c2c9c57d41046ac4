package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.FaultProxy;
import io.ttpprocessor.testkit.FaultProxy.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: whatever happens to the database or the way to it, the table holds each event of the
 * ledgers up to the cursor exactly once, and nothing else. Method: durable PostgreSQL, killed or
 * cut off at chosen moments; the table is compared with what the ledgers say.
 */
@Timeout(300)
class DatabaseFaultsIT {
  private static final long LAST = 40;

  /** For both ways and both tables 200 points; {@code -Dttp.points=N} sweeps more densely. */
  private static final int POINTS_A_DIRECTION = Integer.getInteger("ttp.points", 50);

  /** BindComplete (5), CommandComplete with the text COMMIT (12), ReadyForQuery (6). */
  private static final int COMMIT_ANSWER_BYTES = 23;

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private static StoringRun run(
      TestTable table, int upstreamPort, int port, TestDatabase database) {
    return new StoringRun(table.table, upstreamPort, port, database.name(), 100);
  }

  private static CompletableFuture<Void> inBackground(StoringRun run, long start, long end) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run.store(start, end);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyCutOfTheWayToTheDatabaseIsHealed(TestTable table) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port())) {
      try (StoringRun run = run(table, upstream.port(), proxy.port(), database)) {
        run.migrate();
      }
      // From here on the tables are there: what is swept is signing in and storing.
      long[] lengths = new long[Direction.values().length];
      for (Direction direction : Direction.values()) {
        long before = proxy.bytes(direction);
        table.empty(database);
        store(table, upstream, proxy, database);
        lengths[direction.ordinal()] = proxy.bytes(direction) - before;
      }
      for (Direction direction : Direction.values()) {
        long length = lengths[direction.ordinal()];
        for (long point = 0; point < POINTS_A_DIRECTION; point++) {
          long cut = length * point / POINTS_A_DIRECTION;
          table.empty(database);
          proxy.cutAt(direction, proxy.bytes(direction) + cut);
          store(table, upstream, proxy, database);
          table.assertHolds(
              database, 1, LAST, "cut at byte " + cut + " of " + length + " " + direction);
          proxy.heal();
        }
      }
    }
  }

  /** Batches of at most seven ledgers: several transactions a run. */
  private static void store(
      TestTable table, FakeEventService upstream, FaultProxy proxy, TestDatabase database)
      throws Exception {
    try (StoringRun run =
        new StoringRun(table.table, upstream.port(), proxy.port(), database.name(), 7)) {
      run.pipeline.run(run.pipeline.plan(1, LAST), Optional.empty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommitWhoseAnswerIsLostIsNotRepeated(TestTable table) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port())) {
      store(table, upstream, proxy, database, 1);
      long answers = store(table, upstream, proxy, database, 2);
      for (long ledger = 3; ledger <= 13; ledger++) {
        store(table, upstream, proxy, database, ledger);
      }
      // Ledger 14 has as many events of both kinds as ledger 2, so the answers are as long.
      try (StoringRun run = run(table, upstream.port(), proxy.port(), database)) {
        RangePlan plan = run.pipeline.plan(14, LAST);
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        proxy.onByte(
            Direction.TO_CLIENT,
            proxy.bytes(Direction.TO_CLIENT) + answers - COMMIT_ANSWER_BYTES,
            () -> {
              committed.complete(isCommitted(database, 14));
              proxy.cutAll();
            });
        run.pipeline.run(new RangePlan(plan.after(), 14, 14), Optional.empty());
        assertThat(committed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(run.status.snapshot().metrics().get("database_retries")).isEqualTo(1L);
        assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
      }
      store(table, upstream, proxy, database);
    }
    table.assertHolds(database, 1, LAST, "the answer to a COMMIT was lost");
  }

  /** Stores one ledger; returns how many bytes the database answered. */
  private static long store(
      TestTable table,
      FakeEventService upstream,
      FaultProxy proxy,
      TestDatabase database,
      long ledger)
      throws Exception {
    try (StoringRun run = run(table, upstream.port(), proxy.port(), database)) {
      run.migrate();
      RangePlan plan = run.pipeline.plan(ledger, ledger);
      long before = proxy.bytes(Direction.TO_CLIENT);
      run.pipeline.run(plan, Optional.empty());
      return proxy.bytes(Direction.TO_CLIENT) - before;
    }
  }

  private static boolean isCommitted(TestDatabase database, long ledger) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> database.cursor().get(0).startsWith("1|" + ledger + "|"));
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void waitsForADatabaseThatIsDownAtTheStart(TestTable table) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port());
        StoringRun run = run(table, upstream.port(), proxy.port(), database)) {
      proxy.refuse();
      CompletableFuture<Void> running = inBackground(run, 1, LAST);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> run.status.snapshot().status() == HealthStatus.DEGRADED);
      assertThat(run.status.snapshot().metrics().get("database_problem").toString())
          .contains("SQLSTATE 08")
          .contains("(database " + database.name() + " at localhost:" + proxy.port() + ")");
      proxy.heal();
      running.get(60, TimeUnit.SECONDS);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
      table.assertHolds(database, 1, LAST, "the database was down at the start");
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenTheServerIsKilledOrRestartedBetweenAnyTwoLedgers(TestTable table)
      throws Exception {
    TestDatabase database = TestDatabase.in(server);
    List<Runnable> ends = List.of(server::kill, server::abort, server::stop);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 10));
        StoringRun run = run(table, upstream.port(), server.port(), database)) {
      CompletableFuture<Void> running = inBackground(run, 1, LAST);
      long stored = 10;
      for (Runnable end : ends) {
        awaitLedger(run, stored);
        end.run();
        upstream.restartWith(TestLedgers.range(stored + 1, stored + 10));
        awaitDegraded(run);
        server.restart();
        stored += 10;
      }
      running.get(60, TimeUnit.SECONDS);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    }
    table.assertHolds(database, 1, LAST, "the server was killed, aborted and stopped");
  }

  /** Full disk, read-only, too many connections, deadlock: each passes when its cause does. */
  @ParameterizedTest
  @CsvSource({
    "TOKEN_TRANSFERS,53100",
    "TOKEN_TRANSFERS,25006",
    "TOKEN_TRANSFERS,53300",
    "TOKEN_TRANSFERS,40P01",
    "CONTRACT_EVENTS,53100",
    "CONTRACT_EVENTS,25006",
    "CONTRACT_EVENTS,53300",
    "CONTRACT_EVENTS,40P01"
  })
  void waitsUntilAFailureThatPassesHasPassed(TestTable table, String state) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        StoringRun run = run(table, upstream.port(), server.port(), database)) {
      run.migrate();
      database.execute(
          "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " IF NEW.ledger_sequence > 20 THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '"
              + state
              + "'; END IF; RETURN NEW; END $$");
      database.execute(
          "CREATE TRIGGER fail BEFORE INSERT ON "
              + table.table.name()
              + " FOR EACH ROW EXECUTE FUNCTION fail()");
      CompletableFuture<Void> running = inBackground(run, 1, LAST);
      awaitDegraded(run);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.DEGRADED);
      assertThat(run.status.snapshot().metrics().get("database_problem").toString())
          .contains("on purpose [SQLSTATE " + state + "]")
          .contains("cannot store ledger 2");
      long retries = retries(run);
      await().atMost(Duration.ofSeconds(30)).until(() -> retries(run) > retries + 1);
      assertThat(database.rows("SELECT ledger_sequence FROM " + table.table.name()))
          .allMatch(ledger -> Integer.parseInt(ledger) <= 20);
      database.execute("DROP TRIGGER fail ON " + table.table.name());
      running.get(60, TimeUnit.SECONDS);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    }
    table.assertHolds(database, 1, LAST, "SQLSTATE " + state + " passed");
  }

  private static long retries(StoringRun run) {
    return (long) run.status.snapshot().metrics().get("database_retries");
  }

  private static void awaitLedger(StoringRun run, long ledger) {
    await().atMost(Duration.ofSeconds(60)).until(() -> run.status.counts().lastLedger() == ledger);
  }

  private static void awaitDegraded(StoringRun run) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !run.status.snapshot().metrics().get("database_problem").toString().isEmpty());
  }
}
