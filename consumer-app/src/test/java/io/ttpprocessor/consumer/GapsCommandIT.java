package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command says of tables without and with gaps. */
@Timeout(120)
class GapsCommandIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TestDatabase database;

  @BeforeEach
  void fillTheTables() throws Exception {
    database = TestDatabase.in(server);
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 520))) {
      for (TestTable table : TestTable.values()) {
        try (StoringRun run =
            new StoringRun(table.table, processor.port(), server.port(), database.name(), 100)) {
          run.store(500, 520);
        }
      }
    }
  }

  private int gaps(Map<String, String> more, String... arguments) {
    return run(more, Stream.concat(Stream.of("gaps"), Stream.of(arguments)));
  }

  private int run(Map<String, String> more, Stream<String> arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.put("PIPELINES", "token_transfers,contract_events");
    environment.putAll(more);
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return ConsumerMain.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private int gaps(String... arguments) {
    return gaps(Map.of(), arguments);
  }

  private void backfilled(String table, long first, long last) throws Exception {
    database.execute(
        String.format(
            "INSERT INTO ledger_ranges SELECT table_name, %d, %d, pipeline, network, filter,"
                + " rules_version, '', '' FROM pipeline_cursor WHERE table_name = '%s'",
            first, last, table));
  }

  @Test
  void namesWhatIsMissingOfEachTable() throws Exception {
    assertThat(gaps()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "token_transfers: no gap in ledgers 500 to 520",
            "contract_events: no gap in ledgers 500 to 520");
    backfilled("contract_events", 100, 399);
    backfilled("token_transfers", 100, 499);
    assertThat(gaps()).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "token_transfers: no gap in ledgers 100 to 520",
            "contract_events: ledgers 400 to 499 missing (100)");
    assertThat(gaps("1", "521")).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "token_transfers: ledgers 1 to 99 missing (99)",
            "token_transfers: ledger 521 missing (1)",
            "contract_events: ledgers 1 to 99 missing (99)",
            "contract_events: ledgers 400 to 499 missing (100)",
            "contract_events: ledger 521 missing (1)");
    assertThat(gaps("100", "399")).isZero();
    assertThat(gaps(Map.of("PIPELINES", "contract_events"), "--json", "350", "0")).isEqualTo(1);
    assertThat(out.toString().strip())
        .isEqualTo(
            "{\"table\":\"contract_events\",\"missing\":[{\"first_ledger\":400,"
                + "\"last_ledger\":499}],\"stored\":[{\"first_ledger\":100,\"last_ledger\":399},"
                + "{\"first_ledger\":500,\"last_ledger\":520}]}");
  }

  @Test
  void whatCannotBeToldIsNotSaidToBeWhole() throws Exception {
    assertThat(gaps("5", "4")).isEqualTo(2);
    assertThat(gaps(Map.of("PIPELINES", "x"))).isEqualTo(2);
    assertThat(err.toString()).contains("PIPELINES");
    assertThat(gaps(Map.of("PIPELINE_NAME", "other"))).isEqualTo(3);
    assertThat(err.toString()).contains("are of pipeline token_transfers");
    assertThat(gaps(Map.of("POSTGRES_PORT", "1"))).isEqualTo(3);
    database.execute("TRUNCATE pipeline_cursor");
    assertThat(gaps()).isEqualTo(1);
    assertThat(out.toString()).contains("token_transfers: nothing is stored");
    assertThat(gaps("1", "9")).isEqualTo(1);
    assertThat(out.toString()).contains("token_transfers: ledgers 1 to 9 missing (9)");
  }

  @Test
  void anOpenSideThatLeavesNoLedgerIsNotSaidToBeWhole() throws Exception {
    assertThat(gaps("521")).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "token_transfers: ledger 521 comes after the last one stored; name the end as well",
            "contract_events: ledger 521 comes after the last one stored; name the end as well");
    assertThat(gaps("0", "499")).isEqualTo(1);
    assertThat(out.toString())
        .contains("ledger 499 comes before the first one stored; name the start as well");
    assertThat(gaps(Map.of("PIPELINES", "token_transfers"), "--json", "521")).isEqualTo(1);
    assertThat(out.toString().strip())
        .isEqualTo(
            "{\"table\":\"token_transfers\",\"failure\":\"ledger 521 comes after the last one"
                + " stored; name the end as well\",\"missing\":[],"
                + "\"stored\":[{\"first_ledger\":500,\"last_ledger\":520}]}");
    assertThat(gaps("520")).isZero();
    assertThat(gaps("521", "521")).isEqualTo(1);
    assertThat(out.toString()).contains("token_transfers: ledger 521 missing (1)");
  }

  @Test
  void retentionNamesWhoseLedgersItKeeps() throws Exception {
    // Each ends where the next one begins, the last before the consumer's, which begins at 500.
    database.execute("SELECT ttp_ensure_partitions('token_transfers', 100, 100, 1000)");
    database.execute("SELECT ttp_ensure_partitions('token_transfers', 1, 1, 1000)");
    database.execute("INSERT INTO retention_holds VALUES ('monthly report', 150), ('audit', 499)");
    Stream<String> command = Stream.of("retention", "--keep-ledgers", "21", "--dry-run");
    assertThat(run(Map.of(), command)).as(err.toString()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "token_transfers: ledgers 1 to 99 would be removed",
            "token_transfers: ledgers 100 to 499 kept: the reader \"monthly report\" was promised"
                + " all from ledger 150 on, other readers of them: 1 (retention_holds)",
            "contract_events: nothing to remove");
  }

  @Test
  void aDatabaseWithoutTablesIsNamedAsSuch() throws Exception {
    String empty = TestDatabase.in(server).name();
    String[] commands = {"gaps", "retention --keep-ledgers 5", "verify 1 2"};
    for (String line : commands) {
      int code = run(Map.of("POSTGRES_DB", empty), Stream.of(line.split(" ")));
      assertThat(code).as(line).isEqualTo(3);
      assertThat(out.toString() + err)
          .contains("no consumer, fill or backfill has made the tables of this database")
          .contains("database " + empty + " at localhost:" + database.port());
    }
  }
}
