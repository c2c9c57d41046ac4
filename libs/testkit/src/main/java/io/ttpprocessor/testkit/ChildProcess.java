package io.ttpprocessor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A product jar running as a process of its own, with environment variables alone, that a test can
 * end politely (SIGTERM) or not (SIGKILL). What it writes to standard output and error goes into
 * one file. Closing it kills what is left of it.
 */
public final class ChildProcess implements AutoCloseable {
  private static final int FIRST_PORT = 10_000;

  /** Of Linux; other systems begin higher. */
  private static final int FIRST_EPHEMERAL_PORT = 32_768;

  /** Small heaps and the first compiler tier: many short-lived JVMs share a test machine. */
  private static final List<String> JVM_FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final String name;
  private final Process process;
  private final Path output;

  private ChildProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code java -jar}.
   *
   * @param jar the executable jar, which must exist
   * @param arguments the program's own arguments
   * @param environment variables on top of an otherwise nearly empty environment
   * @param output the file that takes standard output and error; appended to when it exists
   */
  public static ChildProcess startJar(
      Path jar, List<String> arguments, Map<String, String> environment, Path output) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("Not built: " + jar);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      return new ChildProcess(jar.getFileName().toString(), builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + jar, e);
    }
  }

  /**
   * A port of the loopback address that was free a moment ago, for a process that must restart. It
   * lies below those that systems hand out for port 0, so that no other server comes by it.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_EPHEMERAL_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL and waits until the process is gone. */
  public void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  /** Sends SIGTERM; the caller then waits with {@link #await}. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Waits for the end.
   *
   * @return the exit code
   * @throws IllegalStateException when it still runs after that time, with the end of its output
   */
  public int await(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            name + " still runs after " + atMost + "; its output:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + name, e);
    }
  }

  /** All that it wrote so far, of this start and of earlier ones into the same file. */
  public String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
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

  @Override
  public String toString() {
    return name + " (pid " + process.pid() + ")";
  }
}
