package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");

  @TempDir private Path folder;

  @Test
  void aLostTaskManagerChangesNothing() throws IOException {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    assertThat(Backfill.run(GoldenLake.environment(), arguments(lake, "whole").toArray()).code())
        .isZero();
    configure();
    Path out = folder.resolve("cluster");
    String config = folder.toString();
    try (FlinkProcess manager = flink("manager", JOB_MANAGER, "--configDir", config);
        FlinkProcess one = flink("one", TASK_MANAGER, "--configDir", config);
        FlinkProcess other = flink("other", TASK_MANAGER, "--configDir", config);
        FlinkProcess client = submit(lake)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !client.isAlive() || Backfill.reports(out).size() > 2);
      assertThat(client.isAlive()).as(client.output() + manager.output()).isTrue();
      one.kill();
      assertThat(client.await(Duration.ofMinutes(2)))
          .as(client.output() + manager.output())
          .isZero();
      assertThat(client.output()).contains("whole and joined");
      // What the killed one left unfinished is no reader's concern, and the next run's to remove.
      Map<String, String> made = Backfill.contents(out);
      made.keySet().removeIf(key -> key.contains(".unfinished-"));
      assertThat(made).isEqualTo(Backfill.contents(folder.resolve("whole")));
      assertThat(other.isAlive()).isTrue();
    }
  }

  private FlinkProcess submit(GoldenLake lake) {
    List<String> arguments = new ArrayList<>(List.of("run", JAR.toString()));
    arguments.addAll(arguments(lake, "cluster"));
    return FlinkProcess.start(
        folder, "client", GoldenLake.environment(), CLIENT, arguments.toArray(String[]::new));
  }

  private FlinkProcess flink(String name, String main, String... arguments) {
    return FlinkProcess.start(folder, name, Map.of(), main, arguments);
  }

  private void configure() throws IOException {
    int rpc = ChildProcess.freePort();
    int rest = ChildProcess.freePort();
    Files.writeString(
        folder.resolve("config.yaml"),
        String.join(
            "\n",
            "jobmanager.rpc.address: localhost",
            "jobmanager.rpc.port: " + rpc,
            "jobmanager.bind-host: localhost",
            "rest.address: localhost",
            "rest.bind-address: localhost",
            "rest.port: " + rest,
            "taskmanager.host: localhost",
            "taskmanager.bind-host: localhost",
            "taskmanager.numberOfTaskSlots: 1",
            "taskmanager.cpu.cores: 1.0",
            "taskmanager.memory.task.heap.size: 128m",
            "taskmanager.memory.task.off-heap.size: 0m",
            "taskmanager.memory.managed.size: 1m",
            "taskmanager.memory.network.min: 8m",
            "taskmanager.memory.network.max: 8m",
            "taskmanager.memory.framework.heap.size: 64m",
            "taskmanager.memory.framework.off-heap.size: 32m",
            "taskmanager.memory.jvm-metaspace.size: 128m",
            "taskmanager.memory.jvm-overhead.min: 64m",
            "taskmanager.memory.jvm-overhead.max: 64m",
            "taskmanager.network.sort-shuffle.min-buffers: 16",
            "heartbeat.interval: 500",
            "heartbeat.timeout: 5000",
            ""));
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %-5level %logger{0} - %msg%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="OUT"/></root>
        </configuration>
        """);
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
