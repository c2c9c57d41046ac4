package io.ttpprocessor.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A script that a test runs to its end. */
final class Script {
  private Script() {}

  /** How it ended: exit code, and standard output and error together. */
  record Ended(int code, String output) {}

  /**
   * Runs it, with these variables on top of the test's own; one that does not end in time fails.
   */
  static Ended run(Path folder, Duration limit, Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(variables);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        throw new IllegalStateException("no end after " + limit + ": " + Files.readString(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
