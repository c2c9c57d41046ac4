package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the doctor says of a processor and a database that are well, and of those that are not. */
@Timeout(120)
class DoctorCommandIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  private final StringWriter out = new StringWriter();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  @Test
  void eachThingHasALineAndNothingIsChanged() throws Exception {
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 20))) {
      assertThat(run(processor.port(), Map.of("NETWORK_PASSPHRASE", TestLedgers.PASSPHRASE)))
          .as(out.toString())
          .isZero();
      assertThat(out.toString().lines())
          .allMatch(line -> line.startsWith("ok   "))
          .contains(
              "ok   network        " + TestLedgers.PASSPHRASE,
              "ok   ledgers        1 to 20",
              "ok   durability     what is committed outlives a crash",
              "ok   token_transfers is not there yet, and will be made")
          .anyMatch(line -> line.matches("ok {3}database {7}PostgreSQL \\d.* as postgres"))
          .anyMatch(line -> line.matches("ok {3}clock {10}this machine's .* 0\\.\\d s apart"));
      assertThat(database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .containsExactly("0");
    }
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    database.execute("CREATE TABLE token_transfers (ledger_sequence bigint)");
    database.execute("CREATE TABLE pipeline_cursor (table_name text, ledger_sequence bigint)");
    database.execute("CREATE TABLE ledger_digests (table_name text)");
    database.execute("DROP ROLE IF EXISTS reader");
    database.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
    database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    try (FakeEventService processor = new FakeEventService(TestLedgers.range(1, 20))) {
      int code =
          run(
              processor.port(),
              Map.of("NETWORK_PASSPHRASE", "Elsewhere", "POSTGRES_USER", "reader"));
      assertThat(code).isEqualTo(1);
      assertThat(out.toString().lines())
          .anyMatch(line -> line.startsWith("FAIL network        the processor is of network "))
          .contains(
              "FAIL token_transfers this role lacks INSERT on token_transfers,"
                  + " INSERT on pipeline_cursor, INSERT on ledger_digests,"
                  + " UPDATE on pipeline_cursor");
    }
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    assertThat(run(1, Map.of("POSTGRES_PORT", "1", "POSTGRES_PASSWORD", "canary-secret")))
        .isEqualTo(1);
    List<String> failures = out.toString().lines().filter(line -> line.startsWith("FAIL")).toList();
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).startsWith("FAIL processor      127.0.0.1:1: UNAVAILABLE");
    assertThat(failures.get(1)).startsWith("FAIL database ");
    assertThat(out.toString()).doesNotContain("canary-secret");
    out.getBuffer().setLength(0);
    assertThat(run(1, Map.of("PORT", "x", "POSTGRES_SSLMODE", "y"))).isEqualTo(2);
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("FAIL settings"));
  }

  private int run(int processor, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TTP_SERVICE_ADDRESS", "127.0.0.1:" + processor);
    environment.put("POSTGRES_PORT", Integer.toString(database.port()));
    environment.put("POSTGRES_DB", database.name());
    environment.putAll(more);
    return new CommandLine(new DoctorCommand(environment)).setOut(new PrintWriter(out)).execute();
  }
}
