package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.store.SinkException.Kind;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Goal: what a load has left stops no other, and whoever is in the way is named. */
@Timeout(120)
class OtherLoadsIT {
  private static final LedgerSpan LEFT = new LedgerSpan(1, 50);

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private final EventTable table = new TokenTransferTable();
  private TestDatabase rows;
  private PGSimpleDataSource source;

  @BeforeEach
  void createDatabase() throws SinkException {
    rows = TestDatabase.in(server);
    source = SinkDatabase.open("localhost", server.port(), rows.name());
    Databases.migrate(source, List.of(table));
  }

  private void leave() throws SQLException {
    rows.execute(
        "CREATE TABLE token_transfers_load_1_50 (n bigint);"
            + " CREATE TABLE token_transfers_load_1_50_ledgers (n bigint)");
  }

  private List<String> left() throws SQLException {
    return rows.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%\\_load\\_%'");
  }

  /** A transaction that wrote a slice, as the server has it of a machine that vanished. */
  private static String hold(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO token_transfers_load_1_50 VALUES (1)");
      try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void begin(LedgerSpan span) {
    try (PartitionLoader loader = new PartitionLoader(source, table, table.name(), span)) {
      loader.begin();
    } catch (SinkException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWriterWhoseMachineVanishedStopsNoLoadOfOtherLedgers() throws Exception {
    leave();
    LoadedTable loaded = new LoadedTable(source, table, table.name());
    try (Connection vanished = server.connect(rows.name())) {
      hold(vanished);
      CompletableFuture.runAsync(() -> begin(new LedgerSpan(101, 400))).get(30, TimeUnit.SECONDS);
      assertThat(loaded.discardUnfinished(LEFT)).isZero();
      assertThat(left()).contains("token_transfers_load_1_50");
    }
    assertThat(loaded.discardUnfinished(LEFT)).isEqualTo(1);
    assertThat(loaded.discardUnfinished(new LedgerSpan(1, 1_000))).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void aWriterThatStillHoldsTheTablesOfTheSameLedgersIsNamed() throws Exception {
    leave();
    try (Connection vanished = server.connect(rows.name());
        PartitionLoader loader = new PartitionLoader(source, table, table.name(), LEFT)) {
      String pid = hold(vanished);
      assertThatThrownBy(loader::begin)
          .isInstanceOfSatisfying(
              SinkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RANGE_TAKEN))
          .hasMessageContaining(
              "a writer of an earlier load of ledgers 1 to 50 of token_transfers still holds")
          .hasMessageContaining("pid " + pid + ", since ");
    }
    begin(LEFT);
  }

  @Test
  void aLoadThatIsAtWorkIsNamed() throws Exception {
    try (PartitionLoader loader = new PartitionLoader(source, table, table.name(), LEFT);
        PartitionLoader same = new PartitionLoader(source, table, table.name(), LEFT);
        PartitionLoader other =
            new PartitionLoader(source, table, table.name(), new LedgerSpan(50, 60))) {
      loader.begin();
      String pid =
          rows.rows("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted").get(0);
      for (PartitionLoader refused : List.of(same, other)) {
        assertThatThrownBy(refused::begin)
            .hasMessageContaining("another load of ledgers 1 to 50 of token_transfers is at work")
            .hasMessageContaining(
                "ttp-consumer of postgres from 127.0.0.1, pid " + pid + ", since ")
            .hasMessageContaining("a job may go on in a cluster");
      }
    }
  }

  @Test
  void tablesOfAnotherRoleAreLeftToIt() throws Exception {
    rows.execute("CREATE ROLE loading_role LOGIN; GRANT CREATE ON SCHEMA public TO loading_role");
    leave();
    PGSimpleDataSource ours =
        Databases.open(
            new DatabaseSettings(
                "localhost",
                server.port(),
                rows.name(),
                "loading_role",
                new Secret("unused"),
                "disable",
                Optional.empty()));
    assertThat(new LoadedTable(ours, table, table.name()).discardUnfinished(LEFT)).isZero();
    assertThat(left()).hasSize(2);
  }

  @Test
  void theServerIsToldToNoticeOurEnd() throws Exception {
    try (Connection connection = LoadConnections.open(source);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(name || '=' || setting || coalesce(unit, ''), ' ' ORDER BY name)"
                    + " FROM pg_settings WHERE name LIKE 'tcp_keepalives%'"
                    + " OR name = 'client_connection_check_interval'")) {
      row.next();
      assertThat(row.getString(1))
          .isEqualTo(
              "client_connection_check_interval=10000ms tcp_keepalives_count=3"
                  + " tcp_keepalives_idle=10s tcp_keepalives_interval=10s");
    }
  }
}
