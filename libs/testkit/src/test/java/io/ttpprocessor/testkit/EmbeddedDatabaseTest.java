package io.ttpprocessor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: what the server acknowledged outlives a kill, on the same port. */
@Timeout(120)
class EmbeddedDatabaseTest {
  @Test
  void keepsWhatItCommittedWhenItIsKilled() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
      String name = database.createDatabase();
      try (Connection connection = database.connect(name);
          Statement statement = connection.createStatement()) {
        assertThat(text(statement, "SHOW fsync")).isEqualTo("on");
        assertThat(text(statement, "SHOW synchronous_commit")).isEqualTo("on");
        statement.execute("CREATE TABLE kept AS SELECT 'committed' AS value");

        database.kill();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(() -> database.connect(name)).isInstanceOf(SQLException.class);

      database.restart();
      try (Connection connection = database.connect(name);
          Statement statement = connection.createStatement()) {
        assertThat(text(statement, "SELECT value FROM kept")).isEqualTo("committed");
      }
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
