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
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: promise 2 holds whatever is killed whenever. Method: a lake of 5,000 ledgers runs through
 * an undisturbed pipeline, then through one whose consumer, processor and source are each killed
 * with SIGKILL at ten moments of a seeded schedule, against a PostgreSQL that really syncs; a
 * watcher reads all the while. The undisturbed table must hold, kind by kind, what the lake's
 * generator (which knows nothing of our reader) says that it wrote, and the disturbed one must
 * equal it row for row.
 *
 * <p>{@code -Dttp.seed=N} repeats a schedule.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class KillAnywhereIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final long LEDGERS = 5_000;
  private static final long FIRST = 64;
  private static final long LAST = FIRST + LEDGERS - 1;
  private static final int MOMENTS = 10;

  /** Small transactions, so that a kill finds the consumer amid work and not between two of it. */
  private static final int LEDGERS_A_TRANSACTION = 20;

  private static final int MOST_DELAY_MILLIS = 40;
  private static final Pattern KIND_COUNT = Pattern.compile("([\\d,]+) ([a-z]+)");

  @TempDir static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static Path lake;
  private static Map<String, Long> intended;

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
      intended = kinds(generator.output());
    }
  }

  /** The generator's own count by kind: the line that begins with {@code events}. */
  private static Map<String, Long> kinds(String output) {
    String line =
        output.lines().filter(text -> text.strip().startsWith("events ")).findFirst().orElseThrow();
    Map<String, Long> kinds = new TreeMap<>();
    Matcher matcher = KIND_COUNT.matcher(line);
    while (matcher.find()) {
      kinds.put(matcher.group(2), Long.valueOf(matcher.group(1).replace(",", "")));
    }
    return kinds;
  }

  @Test
  void aKilledPipelineLeavesTheSameTableAsAnUndisturbedOne() throws Exception {
    Database undisturbed = Database.create(server.port(), "undisturbed");
    try (Pipeline pipeline = pipeline(undisturbed)) {
      pipeline.startAll();
      awaitTheEnd(pipeline);
    }
    assertThat(undisturbed.kinds()).isEqualTo(intended);
    assertThat(intended).containsKeys("transfer", "mint", "burn", "clawback", "fee");

    long seed = Long.getLong("ttp.seed", System.nanoTime());
    Database disturbed = Database.create(server.port(), "disturbed");
    try (Pipeline pipeline = pipeline(disturbed);
        Watcher watcher = Watcher.start(disturbed, undisturbed.eventsUpTo())) {
      pipeline.startAll();
      List<String> kills = killOnSchedule(pipeline, disturbed, new Random(seed));
      awaitTheEnd(pipeline);
      String story = "-Dttp.seed=" + seed + ", kills " + kills;
      assertThat(watcher.violations()).as(story).isEmpty();
      assertThat(watcher.looks()).as(story).isGreaterThan(MOMENTS);
      assertThat(disturbed.kinds()).as(story).isEqualTo(intended);
      assertThat(disturbed.digest()).as(story).isEqualTo(undisturbed.digest());
      assertThat(disturbed.count("SELECT ledger_sequence FROM pipeline_cursor")).isEqualTo(LAST);
    }
  }

  private static Pipeline pipeline(Database database) throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs-" + database.name()));
    return new Pipeline(
        new Pipeline.Plan(lake, PASSPHRASE, database, FIRST, LAST, logs),
        Map.of("BATCH_LEDGERS", Integer.toString(LEDGERS_A_TRANSACTION)));
  }

  private static void awaitTheEnd(Pipeline pipeline) {
    ChildProcess consumer = pipeline.process(Service.CONSUMER);
    assertThat(consumer.await(Duration.ofMinutes(3))).as(consumer.output()).isZero();
  }

  /**
   * The range has a window for each moment; in each window all three die in a random order, each a
   * random while after the cursor came to a random ledger.
   */
  private static List<String> killOnSchedule(Pipeline pipeline, Database database, Random random)
      throws SQLException {
    List<String> kills = new ArrayList<>();
    int window = (int) (LEDGERS / (MOMENTS + 1));
    long before = FIRST - 1;
    try (Connection connection = database.connect()) {
      for (int moment = 0; moment < MOMENTS; moment++) {
        long threshold = FIRST + (long) moment * window + random.nextInt(window / 2);
        for (Service service : shuffled(random)) {
          awaitCursor(connection, pipeline, Math.max(threshold, before + 1));
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_DELAY_MILLIS)));
          before = Database.cursor(connection).orElseThrow();
          assertThat(before).as("nothing is left to disturb after %s", kills).isLessThan(LAST);
          assertThat(pipeline.process(service).isAlive())
              .as("%s after %s", service, kills)
              .isTrue();
          kills.add(service + "@" + before);
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
      assertThat(consumer.isAlive()).as("consumer ended early:\n%s", consumer.output()).isTrue();
      assertThat(System.nanoTime()).as("no progress beyond %s", cursor).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      cursor = Database.cursor(connection);
    }
  }

  /**
   * Looks at the table from a connection of its own, cursor and rows in one snapshot, and notes
   * whatever breaks promise 2: a cursor that goes back, an event above it, or one missing below it.
   */
  private static final class Watcher implements AutoCloseable {
    private static final String RULE =
        "SELECT c.ledger_sequence, max(t.ledger_sequence), count(t.ordinal)"
            + " FROM pipeline_cursor c LEFT JOIN token_transfers t ON true"
            + " GROUP BY c.ledger_sequence";

    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final NavigableMap<Long, Long> eventsUpTo;
    private final Database database;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int looks;
    private long highest;

    private Watcher(Database database, NavigableMap<Long, Long> eventsUpTo) {
      this.database = database;
      this.eventsUpTo = eventsUpTo;
      this.thread = new Thread(this::watch, "watcher");
    }

    static Watcher start(Database database, NavigableMap<Long, Long> eventsUpTo) {
      Watcher watcher = new Watcher(database, eventsUpTo);
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
        assertThat(rows.next()).isTrue();
        long cursor = rows.getLong(1);
        if (cursor < highest) {
          violations.add("the cursor went back from " + highest + " to " + cursor);
        }
        highest = cursor;
        if (rows.getLong(2) > cursor) {
          violations.add("ledger " + rows.getLong(2) + " is above the cursor " + cursor);
        }
        Map.Entry<Long, Long> due = eventsUpTo.floorEntry(cursor);
        long expected = due == null ? 0 : due.getValue();
        if (rows.getLong(3) != expected) {
          violations.add(rows.getLong(3) + " events, not " + expected + ", at cursor " + cursor);
        }
        looks++;
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
