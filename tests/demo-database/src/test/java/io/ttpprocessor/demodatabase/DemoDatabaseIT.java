package io.ttpprocessor.demodatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as the demo runs it: a process whose data outlives it, however it ends. */
@Timeout(180)
class DemoDatabaseIT {
  private static final Pattern READY = Pattern.compile("ready (jdbc:\\S+)");

  @TempDir private Path folder;

  @Test
  void keepsItsDataIsDurableAndRecoversFromBeingKilled() throws Exception {
    long killed;
    try (ChildProcess first = start("first")) {
      try (Connection connection = DriverManager.getConnection(awaitReady(first));
          Statement statement = connection.createStatement()) {
        assertThat(text(statement, "SHOW fsync")).isEqualTo("on");
        assertThat(text(statement, "SHOW synchronous_commit")).isEqualTo("on");
        statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
      }
      killed = postmaster();
      kill(killed);
    }
    long leftBehind;
    try (ChildProcess second = start("second")) {
      assertKept(awaitReady(second));
      leftBehind = postmaster();
      assertThat(leftBehind).isNotEqualTo(killed);
      // The server outlives its killed parent; the next start must stop it before it takes the
      // data.
      second.kill();
    }
    try (ChildProcess third = start("third")) {
      assertKept(awaitReady(third));
      assertThat(postmaster()).isNotEqualTo(leftBehind);
      third.terminate();
      third.await(Duration.ofSeconds(30));
      assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> DemoDatabase.start(folder, taken.getLocalPort(), "stellar"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void refusesADatabaseNameThatIsNone() {
    assertThatThrownBy(() -> DemoDatabase.start(folder, 0, "x; DROP DATABASE y"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no name for a database");
  }

  private ChildProcess start(String name) {
    Path jar =
        Path.of(System.getProperty("ttp.root"), "tests/demo-database/target/demo-database.jar");
    return ChildProcess.startJar(
        jar,
        List.of("start", "--directory=" + folder, "--port=0"),
        Map.of(),
        folder.resolve(name + ".log"));
  }

  private static String awaitReady(ChildProcess process) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> READY.matcher(process.output()).find() || !process.isAlive());
    Matcher ready = READY.matcher(process.output());
    assertThat(ready.find()).as(process.output()).isTrue();
    return ready.group(1);
  }

  private static void assertKept(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  private long postmaster() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
    return Long.parseLong(lines.get(0));
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
