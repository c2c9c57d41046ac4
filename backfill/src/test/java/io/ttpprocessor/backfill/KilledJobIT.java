package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a process that is killed leaves nothing that is not so, and the next one makes of it what
 * an undisturbed one makes. Method: the jar runs as a process and gets SIGKILL as soon as its first
 * ranges stand; then it runs again. All files and rows are compared with those of a run in this
 * process.
 */
@Timeout(300)
class KilledJobIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");

  @TempDir private Path folder;

  @Test
  void killedAndStartedAgainItMakesTheSameFiles() {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    assertThat(Backfill.run(GoldenLake.environment(), arguments(lake, "whole").toArray()).code())
        .isZero();
    Path out = folder.resolve("killed");
    try (ChildProcess process = start(lake)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> !process.isAlive() || Backfill.reports(out).size() > 2);
      assertThat(process.isAlive()).as(process.output()).isTrue();
      process.kill();
    }
    Map<String, String> whole = Backfill.contents(folder.resolve("whole"));
    List<String> standing = Backfill.reports(out);
    assertThat(standing).hasSizeBetween(1, (int) reports(whole) - 1);

    try (ChildProcess process = start(lake)) {
      assertThat(process.await(Duration.ofMinutes(2))).as(process.output()).isZero();
    }

    assertThat(Backfill.contents(out).keySet()).isEqualTo(whole.keySet());
    assertThat(Backfill.contents(out)).isEqualTo(whole);
  }

  private static long reports(Map<String, String> contents) {
    return contents.keySet().stream().filter(key -> key.startsWith("_ranges")).count();
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
