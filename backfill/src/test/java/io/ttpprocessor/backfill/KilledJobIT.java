package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a process that is killed leaves nothing that is not so, and the next one makes of it what
 * an undisturbed one makes. Method: the jar runs as a process and gets SIGKILL at moments by a seed
 * while ranges are written; then it runs again. All files and rows are compared with those of a run
 * in this process. {@code -Dttp.kills=N} for more of them.
 */
@Timeout(1_200)
class KilledJobIT {
  private static final int KILLS = Integer.getInteger("ttp.kills", 2);
  private static final long SEED = Long.getLong("ttp.seed", System.nanoTime());
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  void killedAndStartedAgainItMakesTheSameFiles() throws IOException {
    System.out.println("KilledJobIT: -Dttp.seed=" + SEED + " -Dttp.kills=" + KILLS);
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    assertThat(Backfill.run(GoldenLake.environment(), arguments(lake, "whole").toArray()).code())
        .isZero();
    Map<String, String> whole = Backfill.contents(folder.resolve("whole"));
    List<String> reports = Backfill.reports(folder.resolve("whole"));
    Path out = folder.resolve("killed");
    int kills = 0;
    while (kills < KILLS) {
      int standing = Backfill.reports(out).size();
      // The moment is by the work that is done: any of it that is left, and the start.
      int until = standing + random.nextInt(reports.size() - standing);
      try (ChildProcess process = start(lake)) {
        await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(2))
            .until(() -> !process.isAlive() || Backfill.reports(out).size() > until);
        LockSupport.parkNanos(random.nextInt(50_000_000));
        if (process.isAlive()) {
          process.kill();
          kills++;
        }
      }
      List<String> told = Backfill.reports(out);
      System.out.println("kill " + kills + ": " + told.size() + " of " + reports.size());
      assertTold(told, Backfill.contents(out), whole);
      if (told.size() == reports.size()) {
        assertThat(Backfill.contents(out)).isEqualTo(whole);
        deleteAll(out);
      }
    }

    try (ChildProcess process = start(lake)) {
      assertThat(process.await(Duration.ofMinutes(2))).as(process.output()).isZero();
    }

    assertThat(Backfill.contents(out)).isEqualTo(whole);
  }

  /** All files of the ranges that are told to stand are there, and are what they have to be. */
  private static void assertTold(
      List<String> told, Map<String, String> made, Map<String, String> whole) {
    for (String report : told) {
      String range = report.replace(".json", "");
      Map<String, String> expected = new TreeMap<>(whole);
      expected.keySet().removeIf(key -> !key.contains(range));
      assertThat(made).as(range).containsAllEntriesOf(expected);
    }
  }

  private static void deleteAll(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private ChildProcess start(GoldenLake lake) {
    return ChildProcess.startJar(
        JAR, arguments(lake, "killed"), GoldenLake.environment(), folder.resolve("process.log"));
  }

  private List<String> arguments(GoldenLake lake, String output) {
    return Backfill.arguments(
        GoldenLake.FIRST,
        lake.last(),
        "--lake",
        folder.resolve("lake"),
        "--output",
        folder.resolve(output),
        "--tables",
        "token_transfers,contract_events",
        "--parallelism",
        2,
        "--range-ledgers",
        8);
  }
}
