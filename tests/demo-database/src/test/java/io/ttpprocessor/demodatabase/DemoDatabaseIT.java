package io.ttpprocessor.demodatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DemoDatabaseIT {
  @TempDir private Path folder;

  @Test
  void keepsItsDataIsDurableAndRecoversFromBeingKilled() throws Exception {
    long killed;
    // Not closed but killed below.
    DemoDatabase first = DemoDatabase.start(folder, 0, "stellar");
    try (Connection connection = DriverManager.getConnection(first.jdbcUrl());
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "SHOW fsync")).isEqualTo("on");
      assertThat(text(statement, "SHOW synchronous_commit")).isEqualTo("on");
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
      killed = postmaster();
      kill(killed);
    }
    try (DemoDatabase second = DemoDatabase.start(folder, 0, "stellar");
        Connection connection = DriverManager.getConnection(second.jdbcUrl());
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(postmaster()).isNotEqualTo(killed);
      // A start on the same data stops the server that an earlier process left behind.
      DemoDatabase third = DemoDatabase.start(folder, 0, "stellar");
      assertThat(connection.isValid(5)).isFalse();
      third.close();
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
