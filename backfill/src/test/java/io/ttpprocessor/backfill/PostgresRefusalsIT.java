package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.backfill.postgres.PostgresOptions;
import io.ttpprocessor.backfill.postgres.PostgresTarget;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.PartitionLoader;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what is there already stays, only what is missing is loaded, and what cannot be loaded is
 * refused before anything is. Method: jobs over parts of a small lake, in a database that others
 * have written before.
 */
@Timeout(300)
class PostgresRefusalsIT {
  private static final long FIRST = GoldenLake.FIRST;
  private static final int LEDGERS = 160;

  @TempDir private static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static GoldenLake lake;
  private BackfillDatabase database;

  @BeforeAll
  static void makeTheLake() {
    lake = GoldenLake.ofContracts(folder.resolve("lake"), LEDGERS);
  }

  @BeforeEach
  void createDatabase() {
    database = new BackfillDatabase(server, lake);
  }

  private void stream(long first, long last) throws Exception {
    Databases.migrate(database.source(), List.of());
    List<LedgerEvents> ledgers = ReferenceLedgers.of(lake, new LedgerSpan(first, last));
    try (PostgresSink sink =
        new PostgresSink(database.source(), new TokenTransferTable(), "token_transfers")) {
      sink.write(new LedgerBatch(Optional.empty(), ledgers));
    }
  }

  private String partitions(String table) {
    return String.join(
        " ",
        database.rows(
            "SELECT first_ledger, last_ledger FROM ledger_partitions WHERE table_name = '"
                + table
                + "' ORDER BY 1"));
  }

  private void assertNothingWasLoaded() {
    assertThat(database.loads()).isZero();
    assertThat(database.rows("SELECT * FROM ledger_ranges")).isEmpty();
  }

  /** One table has the ledgers in the middle, the other none. */
  @Test
  void onlyTheTableThatLacksARangeIsLoaded() {
    assertThat(
            database.load(1060, 1099, "--tables", "token_transfers", "--range-ledgers", 20).code())
        .isZero();
    String before =
        String.join(" ", database.rows("SELECT 'token_transfers_1060_1079'::regclass::oid"));

    Backfill.Result both = database.load(FIRST, lake.last(), "--range-ledgers", 50);

    assertThat(both.code()).as(both.err()).isZero();
    assertThat(partitions("token_transfers"))
        .isEqualTo("1024|1049 1050|1059 1060|1079 1080|1099 1100|1149 1150|1183");
    assertThat(partitions("contract_events"))
        .isEqualTo("1024|1049 1050|1059 1060|1099 1100|1149 1150|1183");
    assertThat(String.join(" ", database.rows("SELECT 'token_transfers_1060_1079'::regclass::oid")))
        .isEqualTo(before);
    assertThat(database.complete()).hasSize(2);
    assertThat(database.lies()).isEmpty();
    BackfillDatabase whole = new BackfillDatabase(server, lake);
    assertThat(whole.load(FIRST, lake.last()).code()).isZero();
    assertThat(database.contents()).isEqualTo(whole.contents());

    Backfill.Result again = database.load(FIRST, lake.last());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("0 of 160 ledgers are to be loaded");
  }

  @Test
  void whatTheCursorCoversStandsAndWhatItWillReachIsRefused() throws Exception {
    stream(1100, 1150);
    Backfill.Result beyond =
        database.load(FIRST, lake.last(), "--tables", "token_transfers", "--range-ledgers", 50);
    assertThat(beyond.code()).isEqualTo(2);
    assertThat(beyond.err())
        .contains("table token_transfers: ledgers 1151 to 1183 cannot be loaded")
        .contains("from ledger 1100 on all are the live consumer's, which has come to ledger 1150");
    assertNothingWasLoaded();

    Backfill.Result within =
        database.load(FIRST, 1150, "--tables", "token_transfers", "--range-ledgers", 50);
    assertThat(within.code()).as(within.err()).isZero();
    assertThat(database.complete()).containsExactly("token_transfers|1024|1150");
    assertThat(database.lies()).isEmpty();
  }

  @Test
  void ledgersOfAnotherNetworkAreRefused() throws Exception {
    stream(1150, 1160);
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("NETWORK_PASSPHRASE", "Test SDF Network ; September 2015");
    Backfill.Result other =
        Backfill.run(
            environment, database.arguments(FIRST, 1100, "--tables", "token_transfers").toArray());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("table token_transfers: ledgers 1024 to 1100 are of network cee0302d")
        .contains("but ledgers 1150 to 1160 of network");
    assertNothingWasLoaded();
  }

  @Test
  void tablesOfAnotherPipelineAreRefused() throws Exception {
    stream(1150, 1160);
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("PIPELINE_NAME", "history");
    Backfill.Result other =
        Backfill.run(
            environment, database.arguments(FIRST, 1100, "--tables", "token_transfers").toArray());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("ledgers 1150 to 1160 are of pipeline token_transfers")
        .contains("this is pipeline history")
        .contains("at localhost:" + server.port());
  }

  @Test
  void aPartitionInTheWayIsRefusedUnlessItIsEmpty() throws Exception {
    Databases.migrate(database.source(), List.of());
    database.execute("SELECT ttp_ensure_partitions('token_transfers', 1100, 1101, 1000)");
    database.execute(
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, amount)"
            + " VALUES (1999, 0, now(), 'ab', 1, 'fee', 'C', 100)");
    Backfill.Result result = database.load(FIRST, 1150, "--tables", "token_transfers");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "the partition token_transfers_1100_1999 is in their place (ledgers 1100 to 1999)");
    assertThat(database.loads()).isZero();
    database.execute("DELETE FROM token_transfers");
    Backfill.Result second = database.load(FIRST, 1150, "--tables", "token_transfers");
    assertThat(second.code()).as(second.err()).isZero();
  }

  /** What a job sees whose commit was not answered, or beside which a fill is at work. */
  @Test
  void aRangeThatIsTakenMeanwhileIsLookedAtAgain() throws Exception {
    Databases.migrate(database.source(), List.of());
    LedgerSpan span = new LedgerSpan(FIRST, FIRST + 49);
    List<EventProduct> products = List.of(EventProduct.TOKEN_TRANSFERS);
    try (PostgresTarget target = target(products)) {
      try (PartitionLoader other =
          new PartitionLoader(
              database.source(),
              new TokenTransferTable(),
              "token_transfers",
              new LedgerSpan(FIRST + 10, FIRST + 19))) {
        other.begin();
        assertThatThrownBy(() -> target.open(span, products))
            .isExactlyInstanceOf(IOException.class)
            .hasMessageContaining("another load of ledgers 1034 to 1043")
            .hasMessageContaining("at localhost:" + server.port());
      }
      assertThat(target.lacking(span, products)).isEqualTo(products);
      target.open(span, products).close();

      assertThat(database.load(FIRST, FIRST + 49, "--tables", "token_transfers").code()).isZero();
      assertThatThrownBy(() -> target.open(span, products))
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining("are done already");
      assertThat(target.lacking(span, products)).isEmpty();
    }
  }

  private PostgresTarget target(List<EventProduct> products) throws ConfigurationException {
    Map<String, String> environment = database.environment();
    LoadOptions load =
        new LoadOptions(
            Map.of(), environment.get("NETWORK_PASSPHRASE"), LedgerChecks.CHAIN, products, false);
    PostgresOptions options = PostgresOptions.read(environment, 1, Settings.of(environment));
    return new PostgresTarget(options, load, environment);
  }

  /** Of two loads that are left, one has somebody who is at work on it. */
  @Test
  void onlyWhatNobodyIsAtWorkOnIsRemoved() throws Exception {
    Databases.migrate(database.source(), List.of());
    for (String name : List.of("1030_1039", "1160_1169")) {
      database.execute("CREATE TABLE token_transfers_load_" + name + " (ledger_sequence bigint)");
      database.execute(
          "CREATE TABLE token_transfers_load_" + name + "_ledgers (ledger_sequence bigint)");
    }
    try (Connection other = database.source().getConnection();
        Statement lock = other.createStatement()) {
      lock.execute(
          "SELECT pg_advisory_lock(hashtextextended("
              + "'partition_load token_transfers_load_1160_1169', 0))");
      Backfill.Result result = database.load(FIRST, 1150, "--tables", "token_transfers");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err()).contains("removed what an earlier run left unfinished: 1");
    }
    assertThat(database.loads()).isEqualTo(2);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Map<String, String> environment = new HashMap<>(GoldenLake.environment());
    environment.put("POSTGRES_PORT", "many");
    environment.put("POSTGRES_HOST", "database.example");
    environment.put("POSTGRES_PASSWORD_FILE", folder.resolve("nowhere").toString());
    environment.put("PARTITION_LEDGERS", "5");
    Backfill.Result result =
        Backfill.run(
            environment,
            database.arguments(9, 5, "--output", "out", "--index-threads", 0).toArray());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("POSTGRES_PORT is \"many\"")
        .contains("POSTGRES_HOST")
        .contains("ALLOW_PLAINTEXT")
        .contains("POSTGRES_PASSWORD_FILE names a file that cannot be read")
        .contains("PARTITION_LEDGERS is \"5\"")
        .contains("--output is of Parquet")
        .contains("--index-threads is 0")
        .contains("END is 5");
  }

  /** Of two tables with 3 threads, 6 each: two loaders, a writer and three builds of indexes. */
  @Test
  void moreConnectionsThanTheServerTakesAreRefused() throws Exception {
    try (EmbeddedDatabase small = EmbeddedDatabase.start(Map.of("max_connections", "20"))) {
      BackfillDatabase there = new BackfillDatabase(small, lake);
      List<Object> options = List.of("--range-ledgers", 40, "--index-threads", 3);
      Backfill.Result refused = there.load(FIRST, lake.last(), with(options, "--parallelism", 100));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .contains(
              "up to 30 database connections are needed at a time, but the server takes 17"
                  + " (max_connections 20 less superuser_reserved_connections 3): each of 5 ranges"
                  + " at a time takes 6; lower --parallelism to 2, or --index-threads (3), or raise"
                  + " max_connections");
      assertThat(there.rows("SELECT * FROM ledger_ranges")).isEmpty();
      Backfill.Result taken = there.load(FIRST, lake.last(), with(options, "--parallelism", 2));
      assertThat(taken.code()).as(taken.err()).isZero();
    }
  }

  private static Object[] with(List<Object> options, Object... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toArray();
  }

  @Test
  void aDatabaseThatIsAwayIsNamed() {
    Map<String, String> environment = new HashMap<>(database.environment());
    int port = ChildProcess.freePort();
    environment.put("POSTGRES_PORT", Integer.toString(port));
    Backfill.Result result = Backfill.run(environment, database.arguments(FIRST, 1100).toArray());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("at localhost:" + port).contains("refused");
  }
}
