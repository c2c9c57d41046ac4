package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in other languages against a running source and processor: each event of the lake comes
 * once, as many as the lake's generator says that it wrote. Skipped where the language is not
 * installed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClientsIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final int FIRST = 64;
  private static final int LAST = 163;
  private static final int TIMED_OUT = 124;
  private static final int NOT_FOUND = 127;
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final Path NODE_CLIENT = ROOT.resolve("consumer-app/node");
  private static final Pattern COUNT = Pattern.compile("([\\d,]+) [a-z]+");

  @TempDir Path folder;
  private Pipeline pipeline;
  private long eventsWritten;

  @BeforeEach
  void serveALake() throws IOException {
    Path lake = Files.createDirectory(folder.resolve("lake"));
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=11",
            "--first-ledger=" + FIRST,
            "--ledgers=" + (LAST - FIRST + 1),
            "--transactions=5");
    try (ChildProcess generator =
        ChildProcess.startJar(
            ROOT.resolve("tests/sample-lake/target/sample-lake.jar"),
            arguments,
            Map.of(),
            folder.resolve("generator.log"))) {
      assertThat(generator.await(Duration.ofMinutes(2))).as(generator.output()).isZero();
      Matcher counts =
          COUNT.matcher(
              generator
                  .output()
                  .lines()
                  .filter(line -> line.strip().startsWith("events "))
                  .findFirst()
                  .orElseThrow());
      while (counts.find()) {
        eventsWritten += Long.parseLong(counts.group(1).replace(",", ""));
      }
    }
    pipeline =
        new Pipeline(new Pipeline.Plan(lake, PASSPHRASE, null, FIRST, LAST, folder), Map.of());
    pipeline.start(Service.SOURCE);
    pipeline.start(Service.PROCESSOR);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void nodeClientPassesItsTestsAndPrintsEachEventOnceByEitherContract() throws Exception {
    buildNodeClient();
    Ended tests = run(NODE_CLIENT, Map.of(), "npm", "test");
    assertThat(tests.code()).as(tests.output()).isZero();
    assertThat(tests.output()).contains("# fail 0").doesNotContain("# pass 0");
    List<String> byLedger = eventsPrinted("" + FIRST, "" + LAST);
    assertThat(byLedger.stream().filter("Received TTP event:"::equals))
        .hasSize(Math.toIntExact(eventsWritten));
    assertThat(eventsPrinted("--event-service", "" + FIRST, "" + LAST)).isEqualTo(byLedger);
  }

  @Test
  void nodeClientGoesOnWhenTheProcessorIsKilled() throws Exception {
    buildNodeClient();
    Path output = folder.resolve("node.log");
    Process process =
        start(NODE_CLIENT, output, nodeSettings(), "node", "dist/main.js", "" + FIRST, "0");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> eventsIn(Files.readString(output)) >= eventsWritten);
    pipeline.killAndRestart(Service.PROCESSOR);
    ChildProcess processor = pipeline.process(Service.PROCESSOR);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> processor.output().contains("request: ledgers " + (LAST + 1)));
    stop(process);
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(output)).contains("The stream broke (UNAVAILABLE");
    assertThat(eventsIn(Files.readString(output))).isEqualTo(eventsWritten);
  }

  /**
   * Skips the test, with the reason, where the client cannot be built for want of tools or network.
   */
  private void buildNodeClient() throws Exception {
    Ended version = run(NODE_CLIENT, Map.of(), "node", "--version");
    assumeTrue(version.code() == 0, "Node is not installed");
    int major = Integer.parseInt(version.output().replaceAll("v(\\d+).*\\s*", "$1"));
    assumeTrue(major >= 20, () -> "Node is older than 20: " + version.output());
    assumeTrue(run(NODE_CLIENT, Map.of(), "npm", "--version").code() == 0, "npm is not installed");
    if (!isInstalled()) {
      Ended install =
          run(NODE_CLIENT, Map.of(), "npm", "ci", "--fetch-retries=1", "--fetch-timeout=20000");
      assumeTrue(install.code() == 0, () -> "npm ci failed: " + install.output());
    }
    Ended build = run(NODE_CLIENT, Map.of(), "npm", "run", "build");
    assertThat(build.code()).as(build.output()).isZero();
  }

  /** Whether npm installed what the lock file names now. */
  private static boolean isInstalled() throws IOException {
    Path installed = NODE_CLIENT.resolve("node_modules/.package-lock.json");
    return Files.exists(installed)
        && Files.getLastModifiedTime(installed)
                .compareTo(Files.getLastModifiedTime(NODE_CLIENT.resolve("package-lock.json")))
            >= 0;
  }

  private Map<String, String> nodeSettings() {
    return Map.of("TTP_SERVICE_ADDRESS", pipeline.processorAddress(), "HEALTH_PORT", "0");
  }

  /** What the client prints, from the first event on; before it come npm's words and its own. */
  private List<String> eventsPrinted(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("npm", "start", "--"));
    command.addAll(List.of(words));
    Ended printed = run(NODE_CLIENT, nodeSettings(), command.toArray(String[]::new));
    assertThat(printed.code()).as(printed.output()).isZero();
    return printed.output().lines().dropWhile(line -> !line.equals("Received TTP event:")).toList();
  }

  private static long eventsIn(String output) {
    return output.lines().filter("Received TTP event:"::equals).count();
  }

  @Test
  void pythonExamplePrintsEachEventOnceAndGoesOnAfterItsCursor() throws Exception {
    Path example = ROOT.resolve("examples/python");
    assumeTrue(
        run(example, Map.of(), "python3", "-c", "import grpc, grpc_tools").code() == 0,
        "Python with grpcio and grpcio-tools is not installed");
    Path cursor = folder.resolve("cursor.bin");
    Path output = folder.resolve("python.log");
    String[] command = {
      "python3", "ledger_events.py", pipeline.processorAddress(), cursor.toString(), "" + FIRST
    };
    Process process = start(example, output, Map.of(), command);
    await().atMost(Duration.ofMinutes(1)).until(() -> isStored(cursor, LAST));
    stop(process);
    assertThat(pythonEventsIn(output))
        .doesNotHaveDuplicates()
        .hasSize(Math.toIntExact(eventsWritten));
    process = start(example, output, Map.of(), command);
    ChildProcess processor = pipeline.process(Service.PROCESSOR);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> processor.output().contains("request: ledgers " + (LAST + 1)));
    stop(process);
    assertThat(pythonEventsIn(output))
        .doesNotHaveDuplicates()
        .hasSize(Math.toIntExact(eventsWritten));
  }

  /** Ledger, ordinal, kind and amount; not what it says of a stream that broke. */
  private static List<String> pythonEventsIn(Path output) throws IOException {
    return Files.readString(output)
        .lines()
        .filter(line -> line.matches("\\d+ \\d+ [a-z]+ -?\\d+"))
        .toList();
  }

  /** A cursor begins with field 1, a varint: here of two bytes. */
  private static boolean isStored(Path cursor, int sequence) throws IOException {
    byte[] start = {8, (byte) (sequence & 0x7f | 0x80), (byte) (sequence >> 7)};
    return Files.exists(cursor)
        && Files.size(cursor) > start.length
        && Arrays.equals(Arrays.copyOf(Files.readAllBytes(cursor), start.length), start);
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private record Ended(int code, String output) {}

  private Ended run(Path directory, Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".log");
    try {
      Process process = start(directory, output, variables, command);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Ended(TIMED_OUT, "no end after two minutes: " + Files.readString(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      return new Ended(NOT_FOUND, e.getMessage());
    }
  }

  private static Process start(
      Path directory, Path output, Map<String, String> variables, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(variables);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }
}
