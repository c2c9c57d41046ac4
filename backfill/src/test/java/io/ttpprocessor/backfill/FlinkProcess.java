package io.ttpprocessor.backfill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process of a Flink cluster, with Flink's own jars on its class path and none of ours. Closing
 * it kills what is left of it.
 */
final class FlinkProcess implements AutoCloseable {
  /** What Flink's distribution has in its lib folder, by the groups of a local repository. */
  private static final List<String> GROUPS =
      List.of(
          "org/apache/flink",
          "org/apache/commons",
          "commons-cli",
          "commons-io",
          "commons-collections",
          "org/snakeyaml",
          "com/esotericsoftware",
          "org/objenesis",
          "org/roaringbitmap",
          "org/javassist",
          "at/yawk",
          "org/slf4j/slf4j-api",
          "ch/qos/logback");

  private final Process process;
  private final Path log;

  private FlinkProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a class of Flink's, set up by {@code config.yaml} in {@code folder}. */
  static FlinkProcess start(
      Path folder, String name, Map<String, String> environment, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // As Flink's own start scripts do.
    for (String opened : List.of("lang", "net", "io", "nio", "text", "time", "util")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.add("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED");
    command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
    command.addAll(List.of("-cp", classPath(), main));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    builder.environment().putAll(environment);
    Path log = folder.resolve(name + ".log");
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    try {
      return new FlinkProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> GROUPS.stream().anyMatch(group -> path.contains("/" + group + "/")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL and waits until the process is gone. */
  void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  /** Waits for the end and returns the exit code. */
  int await(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("still runs after " + atMost + ":\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it wrote so far. */
  String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
