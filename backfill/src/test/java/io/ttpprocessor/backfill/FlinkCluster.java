package io.ttpprocessor.backfill;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session cluster of Flink: its processes on the loopback address, a slot a task manager. */
final class FlinkCluster implements AutoCloseable {
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");

  private final Path folder;
  private final Map<String, String> environment;
  private final FlinkProcess manager;
  private final List<FlinkProcess> taskManagers = new ArrayList<>();

  private FlinkCluster(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    this.manager = flink("manager", JOB_MANAGER, "--configDir", folder.toString());
  }

  /**
   * Starts a cluster, whose files are in {@code folder}.
   *
   * @param environment further variables of its processes
   */
  static FlinkCluster start(Path folder, int taskManagers, Map<String, String> environment)
      throws IOException {
    configure(folder);
    FlinkCluster cluster = new FlinkCluster(folder, environment);
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager();
    }
    return cluster;
  }

  /** Starts one more. */
  FlinkProcess startTaskManager() {
    String name = "worker-" + taskManagers.size();
    FlinkProcess worker = flink(name, TASK_MANAGER, "--configDir", folder.toString());
    taskManagers.add(worker);
    return worker;
  }

  /** The task managers, in the order of their start, those that were killed too. */
  List<FlinkProcess> taskManagers() {
    return taskManagers;
  }

  /** {@code flink run} of the backfill. */
  FlinkProcess submit(Map<String, String> variables, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("run", JAR.toString()));
    all.addAll(arguments);
    return FlinkProcess.start(folder, "client", variables, CLIENT, all.toArray(String[]::new));
  }

  /** What the job manager wrote. */
  String output() {
    return manager.output();
  }

  private FlinkProcess flink(String name, String main, String... arguments) {
    return FlinkProcess.start(folder, name, environment, main, arguments);
  }

  @Override
  public void close() {
    taskManagers.forEach(FlinkProcess::close);
    manager.close();
  }

  private static void configure(Path folder) throws IOException {
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
}
