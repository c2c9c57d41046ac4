package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: after a fill nothing is missing and every row is the reference's, also when the fill is
 * killed, the processor is, and a live consumer writes meanwhile. Method: source, processor,
 * consumer and fill as processes over a lake of the reference's ledgers, which grows.
 */
@Timeout(300)
class FillIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long FIRST = 1_024;
  private static final long LIVE_FROM = 3_301;
  private static final int LEDGERS_AT_FIRST = 2_440;

  @TempDir static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  @Test
  void whatWasMissingIsTheReferences() throws Exception {
    Database database = Database.create(server.port(), "filled");
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path lakeFolder = Files.createDirectory(folder.resolve("lake"));
    Map<String, String> variables =
        Map.of(
            "PIPELINES", "token_transfers,contract_events",
            // The ledgers are random: their hashes do not cover their transactions.
            "LEDGER_CHECKS", "chain",
            "LAKE_POLL_INTERVAL", "50ms",
            "PARTITION_LEDGERS", "1000",
            "BATCH_LEDGERS", "10");
    try (ReferenceLake lake = new ReferenceLake(lakeFolder, FIRST);
        Pipeline pipeline =
            new Pipeline(
                new Pipeline.Plan(
                    lakeFolder, ReferenceLake.passphrase(), database, LIVE_FROM, 0, logs),
                variables)) {
      lake.add(LEDGERS_AT_FIRST);
      pipeline.startAll();
      awaitStored(pipeline, database, FIRST + LEDGERS_AT_FIRST - 1);
      assertThat(pipeline.runConsumer("fill", "2001", "2200")).isZero();
      assertThat(pipeline.runConsumer("gaps")).isEqualTo(1);
      lake.grow(Duration.ofMillis(50));
      try (ChildProcess killed = pipeline.startConsumer("killed", "fill", "1024")) {
        awaitLoading(database, killed, "token_transfers_load_1024_1999_ledgers");
        killed.kill();
      }
      String seen = "SELECT count(*) FROM token_transfers WHERE ledger_sequence < 2000";
      assertThat(database.count(seen)).as("nothing of a load that was killed is seen").isZero();
      try (ChildProcess fill = pipeline.startConsumer("fill", "fill", "1024", "0", "--json")) {
        awaitLoading(database, fill, "token_transfers_load_2201_2999_ledgers");
        pipeline.killAndRestart(Service.PROCESSOR);
        assertThat(fill.await(LIMIT)).as(fill.output()).isZero();
        assertThat(fill.output())
            .contains("\"first_ledger\":1024,\"last_ledger\":1999,\"filled\":true")
            .contains("\"first_ledger\":2201,\"last_ledger\":2999,\"filled\":true")
            .contains("\"ledgers_missing\":0");
      }
      long last = lake.stop();
      assertThat(last).as("the lake grew").isGreaterThan(FIRST + LEDGERS_AT_FIRST);
      awaitStored(pipeline, database, last);
      ChildProcess live = pipeline.process(Service.CONSUMER);
      assertThat(live.isAlive()).as(live.output()).isTrue();
      assertThat(live.output()).doesNotContain("The database failed");
      assertThat(pipeline.runConsumer("gaps")).isZero();
      assertThat(pipeline.runConsumer("verify", "0", "0")).isZero();
      lake.tell(database, last);
    }
    assertSame(database, ReferenceLake.TRANSFERS, ReferenceLake.STORED_TRANSFERS);
    assertSame(database, ReferenceLake.CONTRACT_EVENTS, ReferenceLake.STORED_CONTRACT_EVENTS);
    String loads = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '_load_\\d+'";
    assertThat(database.count(loads)).isZero();
  }

  private static void assertSame(Database database, String expected, String stored)
      throws SQLException {
    assertThat(database.count("SELECT count(*) FROM (" + expected + ") AS rows")).isPositive();
    for (List<String> pair : List.of(List.of(expected, stored), List.of(stored, expected))) {
      assertThat(
              database.count(
                  String.format(
                      "SELECT count(*) FROM ((%s) EXCEPT ALL (%s)) AS difference",
                      pair.get(0), pair.get(1))))
          .as(pair.get(0))
          .isZero();
    }
  }

  private static void awaitStored(Pipeline pipeline, Database database, long ledger) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              ChildProcess consumer = pipeline.process(Service.CONSUMER);
              assertThat(consumer.isAlive()).as(consumer.output()).isTrue();
              try (Connection connection = database.connect()) {
                return Database.cursor(connection).orElse(0) >= ledger
                    && database.count("SELECT count(*) FROM pipeline_cursor") == 2;
              }
            });
  }

  /** Some of a load's ledgers have come, and not all. */
  private static void awaitLoading(Database database, ChildProcess fill, String table) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              assertThat(fill.isAlive()).as(fill.output()).isTrue();
              boolean begun =
                  database.count("SELECT count(*) FROM pg_class WHERE relname = '" + table + "'")
                      > 0;
              return begun && database.count("SELECT count(*) FROM " + table) > 20;
            });
  }
}
