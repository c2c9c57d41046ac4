package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: promise 2 holds whatever is killed whenever. Method: a lake of 5,000 ledgers runs through
 * an undisturbed pipeline, then through one whose consumer, processor and source are each killed
 * with SIGKILL at ten moments of a seeded schedule, against a PostgreSQL that really syncs; a
 * watcher reads all the while. Both tables must be equal row for row, and agree with what the
 * lake's generator says that it wrote.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class KillAnywhereIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final long LEDGERS = 5_000;
  private static final long FIRST = 64;
  private static final long LAST = FIRST + LEDGERS - 1;
  private static final int MOMENTS = 10;

  @TempDir static Path folder;
  private static EmbeddedDatabase server;
  private static Path lake;

  @BeforeAll
  static void makeTheLake() throws Exception {
    lake = Files.createDirectory(folder.resolve("lake"));
    Path jar = Path.of(System.getProperty("ttp.root"), "tests/sample-lake/target/sample-lake.jar");
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=7",
            "--first-ledger=" + FIRST,
            "--ledgers=" + LEDGERS,
            "--transactions=4",
            "--ledgers-per-file=8",
            "--files-per-partition=100");
    try (ChildProcess generator =
        ChildProcess.startJar(jar, arguments, Map.of(), folder.resolve("generator.log"))) {
      assertThat(generator.await(Duration.ofMinutes(2))).as(generator.output()).isZero();
    }
    server = EmbeddedDatabase.start();
  }

  @AfterAll
  static void stopTheServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aKilledPipelineLeavesTheSameTableAsAnUndisturbedOne() throws Exception {
    Database undisturbed = Database.create(server.port(), "undisturbed");
    try (Pipeline pipeline = pipeline(undisturbed)) {
      pipeline.startAll();
      awaitTheEnd(pipeline);
    }

    long seed = System.nanoTime();
    Database disturbed = Database.create(server.port(), "disturbed");
    List<String> kills;
    try (Pipeline pipeline = pipeline(disturbed);
        Watcher watcher = Watcher.start(disturbed)) {
      pipeline.startAll();
      kills = killOnSchedule(pipeline, disturbed, new Random(seed));
      awaitTheEnd(pipeline);
      assertThat(watcher.violations()).isEmpty();
      assertThat(watcher.looks()).isGreaterThan(MOMENTS);
    }

    String story = "seed " + seed + ", kills " + kills;
    assertThat(kills).as(story).hasSize(MOMENTS * Service.values().length);
    String allRows = "SELECT count(*) FROM token_transfers";
    assertThat(disturbed.count(allRows))
        .as(story)
        .isEqualTo(undisturbed.count(allRows))
        .isPositive();
    assertThat(disturbed.digest()).as(story).isEqualTo(undisturbed.digest());
    assertThat(disturbed.count("SELECT ledger_sequence FROM pipeline_cursor")).isEqualTo(LAST);
  }

  private static Pipeline pipeline(Database database) throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs-" + database.name()));
    return new Pipeline(new Pipeline.Plan(lake, PASSPHRASE, database, FIRST, LAST, logs));
  }

  private static void awaitTheEnd(Pipeline pipeline) {
    ChildProcess consumer = pipeline.process(Service.CONSUMER);
    assertThat(consumer.await(Duration.ofMinutes(3))).as(consumer.output()).isZero();
  }

  /** Each window of the range has one moment, at which all three die in a random order. */
  private static List<String> killOnSchedule(Pipeline pipeline, Database database, Random random)
      throws SQLException {
    List<String> kills = new ArrayList<>();
    long window = LEDGERS / (MOMENTS + 1);
    try (Connection connection = database.connect()) {
      for (int moment = 0; moment < MOMENTS; moment++) {
        for (Service service : shuffled(random)) {
          long threshold = FIRST + moment * window + random.nextInt((int) window);
          awaitCursor(connection, pipeline, threshold);
          kills.add(service + "@" + Database.cursor(connection).orElse(0));
          pipeline.killAndRestart(service);
        }
      }
    }
    return kills;
  }

  private static List<Service> shuffled(Random random) {
    List<Service> services = new ArrayList<>(List.of(Service.values()));
    Collections.shuffle(services, random);
    return services;
  }

  private static void awaitCursor(Connection connection, Pipeline pipeline, long threshold)
      throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    OptionalLong cursor = Database.cursor(connection);
    while (cursor.isEmpty() || cursor.getAsLong() < threshold) {
      ChildProcess consumer = pipeline.process(Service.CONSUMER);
      assertThat(consumer.isAlive() || Database.cursor(connection).orElse(0) >= threshold)
          .as("consumer ended early:\n%s", consumer.output())
          .isTrue();
      assertThat(System.nanoTime()).as("no progress beyond %s", cursor).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      cursor = Database.cursor(connection);
    }
  }

  /** Looks at the table from a connection of its own and notes whatever breaks promise 2. */
  private static final class Watcher implements AutoCloseable {
    private static final String RULE =
        "SELECT c.ledger_sequence, max(t.ledger_sequence) FROM pipeline_cursor c"
            + " LEFT JOIN token_transfers t ON t.ledger_sequence > c.ledger_sequence"
            + " GROUP BY c.ledger_sequence";

    private final List<String> violations = new ArrayList<>();
    private final Database database;
    private final Thread thread;
    private volatile boolean stopped;
    private int looks;
    private long highest;

    private Watcher(Database database) {
      this.database = database;
      this.thread = new Thread(this::watch, "watcher");
    }

    static Watcher start(Database database) {
      Watcher watcher = new Watcher(database);
      watcher.thread.start();
      return watcher;
    }

    private void watch() {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          if (Database.cursor(connection).isPresent()) {
            look(statement);
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
      } catch (SQLException e) {
        violations.add("the watcher failed: " + e);
      }
    }

    private void look(Statement statement) throws SQLException {
      try (ResultSet rows = statement.executeQuery(RULE)) {
        if (!rows.next()) {
          return;
        }
        looks++;
        long cursor = rows.getLong(1);
        if (cursor < highest) {
          violations.add("the cursor went back from " + highest + " to " + cursor);
        }
        highest = cursor;
        if (rows.getObject(2) != null) {
          violations.add("ledger " + rows.getLong(2) + " is above the cursor " + cursor);
        }
      }
    }

    List<String> violations() {
      close();
      return violations;
    }

    int looks() {
      return looks;
    }

    @Override
    public void close() {
      stopped = true;
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
