package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.systemtests.Script.Ended;
import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts in a folder of their own that shares the built jars: what they run, and what they say
 * when something is missing. Skipped where another pipeline has the fixed ports.
 */
@Timeout(300)
class ScriptsIT {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final List<Integer> PORTS = List.of(50051, 8088, 50052, 8089, 50054, 8090);
  private static final List<String> SHARED =
      List.of(
          "pom.xml",
          "libs",
          "protos",
          "tests",
          "stellar-live-source",
          "stellar-live-source-datalake",
          "ttp-processor",
          "consumer-app");

  @TempDir Path folder;
  private final Map<String, String> variables =
      new HashMap<>(Map.of("DEMO_DATABASE_PORT", "" + ChildProcess.freePort(), "NO_COLOR", "1"));

  @BeforeEach
  void copyScripts() throws IOException {
    PORTS.forEach(port -> assumeTrue(isFree(port), () -> "port " + port + " is taken"));
    for (String name : List.of("run-pipeline.sh", "stop-pipeline.sh", ".env.example")) {
      Files.copy(ROOT.resolve(name), folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(folder.resolve("deploy/scripts"));
    try (Stream<Path> scripts = Files.list(ROOT.resolve("deploy/scripts"))) {
      for (Path script : scripts.toList()) {
        Files.copy(script, folder.resolve("deploy/scripts").resolve(script.getFileName()));
      }
    }
    for (String name : SHARED) {
      Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
    }
  }

  @AfterEach
  void stop() throws Exception {
    run("./stop-pipeline.sh", "--purge");
  }

  @Test
  void theDemoRunsGoesOnAndLeavesNothing() throws Exception {
    assumeTrue(Files.exists(ROOT.resolve("tests/demo-database/target/demo-database.jar")));
    Ended first = run("./run-pipeline.sh", "demo", "60");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("exactly the events that the lake's generator meant");
    Ended status = run("./run-pipeline.sh", "status");
    assertThat(status.output())
        .containsPattern("ttp-processor +healthy +61 ")
        .containsPattern("consumer-app +no answer");
    Ended second = run("./run-pipeline.sh", "demo", "90");
    assertThat(second.code()).as(second.output()).isZero();
    assertThat(second.output()).contains("going on after ledger 61, up to ledger 91");
    Ended other = run("./run-pipeline.sh", "--local", "testnet");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.output()).contains("another pipeline is running here: demo");
    Ended stop = run("./stop-pipeline.sh", "--purge");
    assertThat(stop.output())
        .contains("ttp-processor  stopped", "demo-database  stopped", "The data is deleted.");
    assertThat(folder.resolve(".pipeline")).doesNotExist();
    PORTS.forEach(port -> assertThat(isFree(port)).as("port " + port).isTrue());
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(50052, 1, InetAddress.getLoopbackAddress())) {
      Ended ended = run("./run-pipeline.sh", "demo");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output())
          .contains("port " + other.getLocalPort() + ", which ttp-processor needs, is taken");
    }
  }

  @Test
  void aDaemonThatDoesNotAnswerIsSaidAndTheOtherWayNamed() throws Exception {
    putDocker("exit 1");
    Ended ended = run("./run-pipeline.sh", "testnet");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("the docker daemon does not answer").contains("--local");
  }

  /** Without run-pipeline.sh, so that nothing is written down of it. */
  @Test
  void whatComposeAloneStartedIsStoppedAsWell() throws Exception {
    Path calls = folder.resolve("calls");
    putDocker(
        """
        echo "$* network=$PIPELINE_NETWORK" >>'%s'
        case "$*" in
          *working_dir=%s*project*) echo by-hand ;;
          *working_dir=%s*ID*) echo 0815 ;;
          'inspect '*0815) printf 'other\\nttp-postgres-pubnet\\n' ;;
        esac
        """
            .formatted(calls, folder, folder));
    Ended stop = run("./stop-pipeline.sh");
    assertThat(stop.code()).as(stop.output()).isZero();
    assertThat(stop.output()).contains("The data is kept");
    String down =
        "compose --project-name by-hand --profile rpc --profile lake --profile observability"
            + " --profile node-consumer down";
    assertThat(Files.readAllLines(calls)).contains(down + " network=pubnet");
    assertThat(run("./stop-pipeline.sh", "--purge").output()).contains("The data is deleted.");
    assertThat(Files.readAllLines(calls)).contains(down + " --volumes network=pubnet");
    putDocker("exit 0");
    assertThat(run("./stop-pipeline.sh").output()).contains("Nothing was started here.");
  }

  /** A program in Docker's place. */
  private void putDocker(String script) throws IOException {
    Path docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
    Files.writeString(docker, "#!/bin/sh\n" + script + "\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    variables.put("PATH", docker.getParent() + ":" + System.getenv("PATH"));
  }

  @Test
  void wrongUseIsToldApart() throws Exception {
    assertThat(run("./run-pipeline.sh", "mainnet").code()).isEqualTo(2);
    assertThat(run("./run-pipeline.sh", "testnet", "5").output())
        .contains("say both START and END, or none: 5");
    assertThat(run("./run-pipeline.sh", "testnet", "9", "5").output())
        .contains("END, 5, comes before START, 9");
    assertThat(run("./run-pipeline.sh", "lake", "nowhere").output())
        .contains("'nowhere' is no lake");
  }

  private Ended run(String... command) throws Exception {
    return Script.run(folder, Duration.ofMinutes(2), variables, command);
  }

  private static boolean isFree(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
