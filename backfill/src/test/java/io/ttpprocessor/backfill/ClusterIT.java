package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the same jar runs on a cluster, with Flink's classes taken from there, and the loss of a
 * worker changes nothing. Method: a job manager, two task managers and {@code flink run} are
 * processes on the loopback address; one task manager gets SIGKILL while ranges are loaded. All
 * files and rows are compared with those of a run in this process.
 */
@Timeout(300)
class ClusterIT {
  @TempDir private Path folder;

  @Test
  void aLostTaskManagerChangesNothing() throws IOException {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    assertThat(Backfill.run(GoldenLake.environment(), arguments(lake, "whole").toArray()).code())
        .isZero();
    Path out = folder.resolve("cluster");
    try (FlinkCluster cluster = FlinkCluster.start(folder, 2, Map.of());
        FlinkProcess client =
            cluster.submit(GoldenLake.environment(), arguments(lake, "cluster"))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !client.isAlive() || Backfill.reports(out).size() > 2);
      assertThat(client.isAlive()).as(client.output() + cluster.output()).isTrue();
      cluster.taskManagers().get(0).kill();
      assertThat(client.await(Duration.ofMinutes(2)))
          .as(client.output() + cluster.output())
          .isZero();
      assertThat(client.output()).contains("whole and joined");
      // What the killed one left unfinished is no reader's concern, and the next run's to remove.
      Map<String, String> made = Backfill.contents(out);
      made.keySet().removeIf(key -> key.contains(".unfinished-"));
      assertThat(made).isEqualTo(Backfill.contents(folder.resolve("whole")));
      assertThat(cluster.taskManagers().get(1).isAlive()).isTrue();
    }
  }

  private List<String> arguments(GoldenLake lake, String output) {
    return Backfill.arguments(
        GoldenLake.FIRST,
        lake.last(),
        "--lake",
        folder.resolve("lake"),
        "--output",
        folder.resolve(output),
        "--parallelism",
        2,
        "--range-ledgers",
        8);
  }
}
