package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever is killed, and whenever, the database tells of no ledger that is not there, and at
 * the end holds what an undisturbed job makes. Method: the job's process, a worker of a cluster and
 * the database's server get SIGKILL at moments by a seed while ranges are loaded; after each, all
 * that is told is held against the rows. {@code -Dttp.kills=N} for more of them.
 */
@Timeout(1_200)
class KilledPostgresIT {
  private static final int KILLS = Integer.getInteger("ttp.kills", 3);
  private static final long SEED = Long.getLong("ttp.seed", System.nanoTime());
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");

  private static final int RANGE = 16;

  @TempDir private static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static GoldenLake lake;
  private static Map<String, String> whole;

  /** From an undisturbed job's first table to its end. */
  private static long workNanos;

  private final Random random = new Random(SEED);
  private BackfillDatabase database;

  @BeforeAll
  static void loadUndisturbed() {
    System.out.println("KilledPostgresIT: -Dttp.seed=" + SEED + " -Dttp.kills=" + KILLS);
    lake = GoldenLake.ofContracts(folder.resolve("lake"), Integer.MAX_VALUE);
    BackfillDatabase undisturbed = new BackfillDatabase(server, lake);
    long mark = undisturbed.now();
    try (ChildProcess job = startJob(undisturbed)) {
      awaitWork(job::isAlive, undisturbed, mark);
      long begin = System.nanoTime();
      assertThat(job.await(Duration.ofMinutes(1))).as(job.output()).isZero();
      workNanos = System.nanoTime() - begin;
    }
    assertThat(undisturbed.lies()).isEmpty();
    whole = undisturbed.contents();
  }

  private static List<String> arguments(BackfillDatabase database) {
    return database.arguments(GoldenLake.FIRST, lake.last(), "--range-ledgers", RANGE);
  }

  /** By turns; a job whose server died goes on by itself once that is back. */
  @Test
  void theProcessAndTheServerAreKilled() {
    database = new BackfillDatabase(server, lake);
    int kills = 0;
    boolean begun = false;
    // A third of all is the workers'.
    while (kills < KILLS - KILLS / 3) {
      long mark = database.now();
      try (ChildProcess job = startJob(database)) {
        if (!isAtWorkFor(job::isAlive, mark)) {
          assertWhole(job.await(Duration.ofMinutes(1)), job.output());
          database = new BackfillDatabase(server, lake);
          begun = false;
          continue;
        }
        boolean process = kills % 2 == 0;
        String stood = database.complete().toString();
        if (process) {
          job.kill();
        } else {
          server.kill();
          server.restart();
        }
        kills++;
        begun = process;
        tell(kills, process ? "the process" : "the server", stood);
        assertThat(database.lies()).isEmpty();
        if (!process) {
          assertWhole(job.await(Duration.ofMinutes(3)), job.output());
          database = new BackfillDatabase(server, lake);
        }
      }
    }
    if (begun) {
      try (ChildProcess job = startJob(database)) {
        assertWhole(job.await(Duration.ofMinutes(3)), job.output());
      }
    }
  }

  private static ChildProcess startJob(BackfillDatabase database) {
    return ChildProcess.startJar(
        JAR, arguments(database), database.environment(), folder.resolve("process.log"));
  }

  @Test
  void aWorkerIsKilled() throws Exception {
    int kills = 0;
    try (FlinkCluster cluster = FlinkCluster.start(folder, 2, database())) {
      while (kills < Math.max(1, KILLS / 3)) {
        database = new BackfillDatabase(server, lake);
        long mark = database.now();
        try (FlinkProcess client = cluster.submit(database.environment(), arguments(database))) {
          boolean atWork = isAtWorkFor(client::isAlive, mark);
          if (atWork) {
            FlinkProcess victim =
                cluster.taskManagers().stream().filter(FlinkProcess::isAlive).findFirst().get();
            String stood = database.complete().toString();
            victim.kill();
            kills++;
            tell(kills, "a worker", stood);
            assertThat(database.lies()).isEmpty();
            cluster.startTaskManager();
          }
          int code = client.await(Duration.ofMinutes(3));
          assertWhole(code, client.output() + cluster.output());
        }
      }
    }
  }

  /** The workers have the password by themselves. */
  private static Map<String, String> database() {
    return Map.of("POSTGRES_PASSWORD", EmbeddedDatabase.USER);
  }

  /**
   * Waits until the job loads, and a random while more.
   *
   * @param mark from before its start: killed ones leave tables too
   * @return false where it has ended meanwhile
   */
  private boolean isAtWorkFor(BooleanSupplier alive, long mark) {
    awaitWork(alive, database, mark);
    long until = System.nanoTime() + (long) (random.nextDouble() * workNanos);
    while (alive.getAsBoolean() && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    return alive.getAsBoolean();
  }

  private static void awaitWork(BooleanSupplier alive, BackfillDatabase database, long mark) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !alive.getAsBoolean() || database.isLoadedSince(mark));
  }

  private static void tell(int kill, String victim, String stood) {
    System.out.println("kill " + kill + ", " + victim + "; stood: " + stood);
  }

  private void assertWhole(int code, String output) {
    assertThat(code).as(output).isZero();
    assertThat(database.complete())
        .containsExactly(
            "contract_events|" + GoldenLake.FIRST + "|" + lake.last(),
            "token_transfers|" + GoldenLake.FIRST + "|" + lake.last());
    assertThat(database.lies()).isEmpty();
    assertThat(database.contents()).isEqualTo(whole);
    assertThat(database.loads()).isZero();
  }
}
