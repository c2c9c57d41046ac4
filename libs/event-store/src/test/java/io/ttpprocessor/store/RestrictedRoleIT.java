package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Goal: the rights that SECURITY.md grants suffice, once another role has made the tables, and give
 * no more. Method: its SQL is run as it stands there, and the consumer's parts work as that role.
 */
@Timeout(60)
class RestrictedRoleIT {
  private static final Pattern GRANTS = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static TestDatabase rows;
  private static PGSimpleDataSource restricted;
  private static String grants;
  private static final List<EventTable> TABLES =
      List.of(new TokenTransferTable(), new ContractEventTable(List.of(), List.of(), false));

  @BeforeAll
  static void makeTheTablesAndTheRole() throws Exception {
    rows = TestDatabase.in(server);
    Databases.migrate(SinkDatabase.open("localhost", server.port(), rows.name()), TABLES);
    Path document = Path.of(System.getProperty("ttp.root"), "SECURITY.md");
    Matcher sql = GRANTS.matcher(Files.readString(document));
    assertThat(sql.find()).as("SQL in %s", document).isTrue();
    grants = sql.group(1);
    rows.execute(grants);
    restricted = writer(rows);
  }

  private static PGSimpleDataSource writer(TestDatabase database) {
    return Databases.open(
        new DatabaseSettings(
            "localhost",
            server.port(),
            database.name(),
            "ttp_writer",
            new Secret("unused"),
            "disable",
            Optional.empty()));
  }

  @Test
  void b4p13ARoleWithoutDdlStoresBothPipelines() throws Exception {
    Databases.migrate(restricted, TABLES);
    try (PostgresSink transfers = new PostgresSink(restricted, TABLES.get(0), "transfers");
        PostgresSink events = new PostgresSink(restricted, TABLES.get(1), "events")) {
      for (int ledger = 11; ledger <= 12; ledger++) {
        transfers.write(
            new LedgerBatch(
                transfers.cursor(), List.of(TestLedgers.ledger(ledger, TestLedgers.fee("1")))));
      }
      events.write(
          new LedgerBatch(
              events.cursor(),
              List.of(
                  TestLedgers.ledger(11).toBuilder()
                      .addContractEvents(
                          TestContractEvents.numbered(0, TestContractEvents.transfer("1")))
                      .build())));
    }
    assertThat(rows.rows("SELECT table_name, ledger_sequence FROM pipeline_cursor ORDER BY 1"))
        .containsExactly("contract_events|11", "token_transfers|12");
  }

  /** Those that are due, by the owner's function; which makes nothing else. */
  @Test
  void itMayHavePartitionsMadeAndNothingElse() throws Exception {
    TestDatabase other = TestDatabase.in(server);
    PGSimpleDataSource owner = SinkDatabase.open("localhost", server.port(), other.name());
    Databases.migrate(owner, TABLES);
    other.execute(grants.replaceFirst("CREATE ROLE .*", ""));
    PGSimpleDataSource writer = writer(other);
    try (PostgresSink sink = new PostgresSink(writer, TABLES.get(0), "transfers", 1_000)) {
      sink.write(new LedgerBatch(Optional.empty(), TestLedgers.range(990, 1_010)));
    }
    assertThat(other.rows("SELECT first_ledger, last_ledger FROM ledger_partitions ORDER BY 1"))
        .containsExactly("990|999", "1000|1999", "2000|2999");
    for (String call :
        List.of(
            "ttp_ensure_partitions('pg_class', 1, 2, 1000)",
            "ttp_ensure_partitions('token_transfers', 1, 99000000, 1000)",
            "ttp_ensure_partitions('token_transfers', 1, 2, 1)",
            "ttp_set_aside('token_transfers')")) {
      try (Connection connection = writer.getConnection();
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("SELECT " + call))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void itMayCompareAndNotRepair() throws Exception {
    TestDatabase other = TestDatabase.in(server);
    PGSimpleDataSource owner = SinkDatabase.open("localhost", server.port(), other.name());
    Databases.migrate(owner, TABLES);
    // The role is the server's, and is there already.
    other.execute(grants.replaceFirst("CREATE ROLE .*", ""));
    LedgerEvents ledger = TestLedgers.ledger(11, TestLedgers.fee("1"));
    try (PostgresSink sink = new PostgresSink(owner, TABLES.get(0), "transfers")) {
      sink.write(new LedgerBatch(Optional.empty(), List.of(ledger)));
    }
    other.execute("UPDATE token_transfers SET amount = 2");
    List<RowDifference> found = new ArrayList<>();
    LedgerBatch batch = new LedgerBatch(Optional.empty(), List.of(ledger));
    PGSimpleDataSource writer = writer(other);
    try (ComparisonSink comparison =
        new ComparisonSink(writer, TABLES.get(0), "transfers", false, listener(found))) {
      comparison.open();
      comparison.write(batch);
      assertThat(found).hasSize(1);
    }
    try (ComparisonSink repair =
        new ComparisonSink(writer, TABLES.get(0), "transfers", true, listener(found))) {
      repair.open();
      assertThatThrownBy(() -> repair.write(batch)).hasMessageContaining("[SQLSTATE 42501]");
    }
    assertThat(other.rows("SELECT amount FROM token_transfers")).containsExactly("2");
  }

  static DifferenceListener listener(List<RowDifference> found) {
    return new DifferenceListener() {
      @Override
      public void differs(RowDifference difference) {
        found.add(difference);
      }

      @Override
      public void compared(int differentLedgers) {}

      @Override
      public void repaired(long ledger) {}

      @Override
      public void refused(long ledger, String reason) {}
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM token_transfers",
        "UPDATE token_transfers SET amount = 0",
        "TRUNCATE contract_events",
        "DROP TABLE ledger_digests",
        "DELETE FROM pipeline_cursor",
        "CREATE TABLE mine (n integer)"
      })
  void b4p13ItMayChangeAndRemoveNothing(String sql) throws SQLException {
    try (Connection connection = restricted.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              refused -> assertThat(refused.getSQLState()).as("no privilege").isEqualTo("42501"));
    }
  }
}
