package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.FaultProxy;
import io.ttpprocessor.testkit.FaultProxy.Direction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whatever happens to the database or the way to it, the table holds each event of the
 * ledgers up to the cursor exactly once, and nothing else. Method: durable PostgreSQL, killed or
 * cut off at chosen moments; the table is compared with what the ledgers say.
 */
@Timeout(300)
class DatabaseFaultsIT {
  private static final long LAST = 40;

  /** BindComplete (5), CommandComplete with the text COMMIT (12), ReadyForQuery (6). */
  private static final int COMMIT_ANSWER_BYTES = 23;

  private static EmbeddedDatabase server;

  @BeforeAll
  static void startServer() {
    server = EmbeddedDatabase.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static void assertComplete(TestDatabase database, String what) throws Exception {
    assertThat(database.events()).as(what).isEqualTo(TestLedgers.rows(1, LAST));
    assertThat(database.cursor())
        .as(what)
        .containsExactly("1|" + LAST + "|" + TestLedgers.hashHex(LAST));
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

  @Test
  void everyCutOfTheWayToTheDatabaseIsHealed() throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port())) {
      try (StoringRun run = new StoringRun(upstream.port(), proxy.port(), database.name())) {
        run.migrate();
      }
      // From here on the tables are there: what is swept is signing in and storing.
      long[] lengths = new long[Direction.values().length];
      for (Direction direction : Direction.values()) {
        long before = proxy.bytes(direction);
        empty(database);
        store(upstream, proxy, database);
        lengths[direction.ordinal()] = proxy.bytes(direction) - before;
      }
      for (Direction direction : Direction.values()) {
        long length = lengths[direction.ordinal()];
        for (long cut = 0; cut < length; cut += Math.max(1, length / 30)) {
          empty(database);
          proxy.cutAt(direction, proxy.bytes(direction) + cut);
          store(upstream, proxy, database);
          assertComplete(database, "cut at byte " + cut + " of " + length + " " + direction);
          proxy.heal();
        }
      }
    }
  }

  private static void empty(TestDatabase database) throws Exception {
    database.execute("TRUNCATE token_transfers, pipeline_cursor");
  }

  /** Batches of at most seven ledgers: several transactions a run. */
  private static void store(FakeEventService upstream, FaultProxy proxy, TestDatabase database)
      throws Exception {
    try (StoringRun run = new StoringRun(upstream.port(), proxy.port(), database.name(), 7)) {
      run.pipeline.run(run.pipeline.plan(1, LAST), Optional.empty());
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotRepeated() throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port())) {
      store(upstream, proxy, database, 1);
      long answers = store(upstream, proxy, database, 2);
      for (long ledger = 3; ledger <= 5; ledger++) {
        store(upstream, proxy, database, ledger);
      }
      // Ledger 6 has as many events as ledger 2, so the answers are as long.
      try (StoringRun run = new StoringRun(upstream.port(), proxy.port(), database.name())) {
        RangePlan plan = run.pipeline.plan(6, LAST);
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        proxy.onByte(
            Direction.TO_CLIENT,
            proxy.bytes(Direction.TO_CLIENT) + answers - COMMIT_ANSWER_BYTES,
            () -> {
              committed.complete(isCommitted(database, 6));
              proxy.cutAll();
            });
        run.pipeline.run(new RangePlan(plan.after(), 6, 6), Optional.empty());
        assertThat(committed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(run.status.snapshot().metrics().get("database_retries")).isEqualTo(1L);
        assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
      }
      store(upstream, proxy, database);
    }
    assertComplete(database, "the answer to a COMMIT was lost");
  }

  /** Stores one ledger; returns how many bytes the database answered. */
  private static long store(
      FakeEventService upstream, FaultProxy proxy, TestDatabase database, long ledger)
      throws Exception {
    try (StoringRun run = new StoringRun(upstream.port(), proxy.port(), database.name())) {
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

  @Test
  void waitsForADatabaseThatIsDownAtTheStart() throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, LAST));
        FaultProxy proxy = FaultProxy.before("localhost", server.port());
        StoringRun run = new StoringRun(upstream.port(), proxy.port(), database.name())) {
      proxy.refuse();
      CompletableFuture<Void> running = inBackground(run, 1, LAST);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> run.status.snapshot().status() == HealthStatus.DEGRADED);
      assertThat(run.status.snapshot().metrics().get("database_problem").toString())
          .contains("SQLSTATE 08");
      proxy.heal();
      running.get(60, TimeUnit.SECONDS);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
      assertComplete(database, "the database was down at the start");
    }
  }

  @Test
  void goesOnWhenTheServerIsKilledOrRestartedBetweenAnyTwoLedgers() throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 10));
        StoringRun run = new StoringRun(upstream.port(), server.port(), database.name())) {
      CompletableFuture<Void> running = inBackground(run, 1, LAST);
      awaitLedger(run, 10);
      server.kill();
      upstream.restartWith(TestLedgers.range(11, 20));
      awaitDegraded(run);
      server.restart();
      awaitLedger(run, 20);

      server.stop();
      upstream.restartWith(TestLedgers.range(21, LAST));
      awaitDegraded(run);
      long healing = System.nanoTime();
      server.restart();
      running.get(60, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - healing)).isLessThan(Duration.ofSeconds(20));
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    }
    assertComplete(database, "the server was killed and restarted");
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
