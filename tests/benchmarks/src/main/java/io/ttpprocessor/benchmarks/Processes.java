package io.ttpprocessor.benchmarks;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The processes that a benchmark measures, and what they leave behind. */
public final class Processes {
  private Processes() {}

  /** The command that runs this JVM's own Java, with these options. */
  public static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    return command;
  }

  /** What makes Java run a program of the benchmarks' own. */
  public static List<String> own(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a command that says what it has to say where this process does, warnings only. */
  public static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LOG_LEVEL", "WARN");
    builder.environment().putAll(environment);
    return builder.inheritIO().start();
  }

  /** Starts the jar of a service with these settings. */
  public static Process startJar(
      String jar, List<String> options, Map<String, String> settings, String... arguments)
      throws IOException {
    List<String> command = java(options);
    command.addAll(List.of("-jar", jar));
    command.addAll(List.of(arguments));
    return start(command, settings);
  }

  /**
   * Starts a source over a lake in a folder, and a processor of its ledgers on {@code port}.
   *
   * @param jars those of stellar-live-source-datalake and of ttp-processor
   */
  public static List<Process> startProcessorOf(
      Path lake, String networkPassphrase, List<String> jars, List<String> options, int port)
      throws IOException {
    int sourcePort = ChildProcess.freePort();
    return List.of(
        startJar(
            jars.get(0),
            options,
            Map.of("BUCKET_NAME", "" + lake, "PORT", "" + sourcePort, "HEALTH_PORT", "0")),
        startJar(
            jars.get(1),
            options,
            Map.of(
                "NETWORK_PASSPHRASE",
                networkPassphrase,
                "LIVE_SOURCE_ENDPOINT",
                "127.0.0.1:" + sourcePort,
                "PORT",
                "" + port,
                "HEALTH_PORT",
                "0")));
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
