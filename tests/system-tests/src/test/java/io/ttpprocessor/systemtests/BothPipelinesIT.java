package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: nothing is lost, doubled or changed between a lake and the table of contract events, also
 * when each of the three is killed. Method: source, processor and consumer as processes, both
 * pipelines; the rows are compared with what the processor's command says of the files, which is
 * held against the reference by tests of its own.
 */
@Timeout(180)
class BothPipelinesIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final long FIRST = 64;
  private static final long LAST = 1_063;

  private static final String STORED =
      "SELECT ledger_sequence, tx_hash, tx_index, operation_index, event_index, contract_id,"
          + " topics_xdr, data_xdr FROM contract_events";

  /** Successful transactions' events without the diagnostic ones; void data is null. */
  private static final String EXPECTED =
      "SELECT (line->>'ledger')::integer, e->>'tx_hash', (e->>'tx_index')::integer,"
          + " (e->>'operation_index')::integer, (e->>'event_index')::integer, e->>'contract_id',"
          + " ARRAY(SELECT jsonb_array_elements_text(e->'topics_xdr')),"
          + " nullif(e->>'data_xdr', 'AAAAAQ==')"
          + " FROM expected, jsonb_array_elements("
          + "CASE jsonb_typeof(line->'events') WHEN 'array' THEN line->'events' ELSE '[]' END) AS e"
          + " WHERE (e->>'tx_successful')::boolean AND e->>'type' = 'contract'"
          + " AND e->>'stage' <> 'diagnostic'";

  @TempDir static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static Path lake;

  @BeforeAll
  static void makeTheLake() throws IOException {
    lake = Files.createDirectory(folder.resolve("lake"));
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=13",
            "--first-ledger=" + FIRST,
            "--ledgers=" + (LAST - FIRST + 1),
            "--transactions=4",
            "--ledgers-per-file=8",
            "--files-per-partition=100");
    run("tests/sample-lake/target/sample-lake.jar", arguments);
  }

  private static String run(String jar, List<String> arguments) {
    Path path = Path.of(System.getProperty("ttp.root"), jar);
    Path log = folder.resolve(path.getFileName() + ".log");
    try (ChildProcess process = ChildProcess.startJar(path, arguments, Map.of(), log)) {
      assertThat(process.await(Duration.ofMinutes(1))).as(process.output()).isZero();
      return process.output();
    }
  }

  @Test
  void bothTablesHoldWhatTheLakeHolds() throws Exception {
    Database database = Database.create(server.port(), "two_tables");
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Pipeline.Plan plan = new Pipeline.Plan(lake, PASSPHRASE, database, FIRST, LAST, logs);
    Map<String, String> variables =
        Map.of("PIPELINES", "token_transfers,contract_events", "BATCH_LEDGERS", "10");
    try (Pipeline pipeline = new Pipeline(plan, variables)) {
      pipeline.startAll();
      long ledger = FIRST;
      for (Service service : List.of(Service.CONSUMER, Service.PROCESSOR, Service.SOURCE)) {
        ledger += 250;
        awaitLedger(pipeline, database, ledger);
        pipeline.killAndRestart(service);
      }
      ChildProcess consumer = pipeline.process(Service.CONSUMER);
      assertThat(consumer.await(Duration.ofMinutes(2))).as(consumer.output()).isZero();
      assertVerifyFindsWhatWasAltered(pipeline, database);
    }
    load(database);
    long expected = database.count("SELECT count(*) FROM (" + EXPECTED + ") AS rows");
    assertThat(expected).isGreaterThan(LAST - FIRST);
    assertThat(database.count("SELECT count(*) FROM contract_events")).isEqualTo(expected);
    assertThat(difference(database, STORED, EXPECTED)).isZero();
    assertThat(difference(database, EXPECTED, STORED)).isZero();
    assertDigests(database);
    assertDocumentedQueriesFindRows(database);
  }

  /** All of it comes from the lake once more, by the same source and processor. */
  private static void assertVerifyFindsWhatWasAltered(Pipeline pipeline, Database database)
      throws SQLException {
    assertThat(pipeline.runConsumer("gaps")).isEqualTo(0);
    assertThat(pipeline.runConsumer("gaps", "2", "0")).isEqualTo(1);
    assertThat(pipeline.runConsumer("verify", "0", "0")).isEqualTo(0);
    String digest = database.digest();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE token_transfers SET amount = amount + 1 WHERE ledger_sequence = 500");
      statement.execute("DELETE FROM contract_events WHERE ledger_sequence BETWEEN 600 AND 620");
    }
    assertThat(pipeline.runConsumer("verify", "501", "599")).isEqualTo(0);
    assertThat(pipeline.runConsumer("verify", "64", "1063", "--json")).isEqualTo(1);
    assertThat(pipeline.runConsumer("verify", "0", "0", "--repair")).isEqualTo(1);
    assertThat(pipeline.runConsumer("verify", "0", "0")).isEqualTo(0);
    assertThat(database.digest()).isEqualTo(digest);
  }

  /**
   * Every statement that RUNNING_PIPELINE.md shows; the one of an account with one that there is.
   */
  private static void assertDocumentedQueriesFindRows(Database database) throws Exception {
    List<String> queries =
        Pattern.compile("(?ms)^    (SELECT .*?;)$")
            .matcher(
                Files.readString(Path.of(System.getProperty("ttp.root"), "RUNNING_PIPELINE.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(queries).hasSize(8);
    for (String query : queries) {
      String statement =
          query
              .replace("'G…'", "(SELECT min(from_address) FROM token_transfers)")
              .replace("60000000", Long.toString(FIRST))
              .replaceFirst(";$", "");
      assertThat(database.count("SELECT count(*) FROM (" + statement + ") AS documented"))
          .as(query)
          .isPositive();
    }
  }

  private static void awaitLedger(Pipeline pipeline, Database database, long ledger)
      throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    try (Connection connection = database.connect()) {
      while (Database.cursor(connection).orElse(0) < ledger) {
        ChildProcess consumer = pipeline.process(Service.CONSUMER);
        assertThat(consumer.isAlive() || consumer.await(Duration.ZERO) == 0)
            .as(consumer.output())
            .isTrue();
        assertThat(System.nanoTime()).as("no progress to %d", ledger).isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  /** Puts the command's lines, one a ledger, into a table of their own. */
  private static void load(Database database) throws IOException, SQLException {
    List<String> arguments =
        new ArrayList<>(List.of("contract-events", "--network-passphrase", PASSPHRASE));
    try (Stream<Path> files = Files.walk(lake)) {
      files
          .filter(file -> file.toString().endsWith(".zst"))
          .forEach(file -> arguments.add(file.toString()));
    }
    String lines = run("ttp-processor/target/ttp-processor.jar", arguments);
    try (Connection connection = database.connect();
        Statement table = connection.createStatement()) {
      table.execute("CREATE TABLE expected (line jsonb)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO expected VALUES (?::jsonb)")) {
        for (String line : lines.lines().filter(text -> text.startsWith("{\"ledger\"")).toList()) {
          insert.setString(1, line);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    assertThat(database.count("SELECT count(*) FROM expected")).isEqualTo(LAST - FIRST + 1);
  }

  private static long difference(Database database, String one, String other) throws SQLException {
    return database.count(
        "SELECT count(*) FROM ((" + one + ") EXCEPT ALL (" + other + ")) AS difference");
  }

  /** Each ledger has one digest a table, and its count is that of the rows. */
  private static void assertDigests(Database database) throws SQLException {
    for (String table : List.of("token_transfers", "contract_events")) {
      String digests = " FROM ledger_digests WHERE table_name = '" + table + "'";
      assertThat(database.count("SELECT count(*)" + digests)).isEqualTo(LAST - FIRST + 1);
      assertThat(
              database.count(
                  "SELECT count(*) FROM (SELECT ledger_sequence, event_count AS events"
                      + digests
                      + " AND event_count > 0 EXCEPT ALL SELECT ledger_sequence, count(*) FROM "
                      + table
                      + " GROUP BY 1) AS difference"))
          .isZero();
      assertThat(database.count("SELECT sum(event_count)" + digests))
          .isEqualTo(database.count("SELECT count(*) FROM " + table));
    }
  }
}
