package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.store.SinkException.Kind;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Goal: of writers that meet one goes on, the others have written nothing and say why. Method: a
 * connection of the test's own holds the other writer's transaction open while the sink runs.
 */
@Timeout(60)
class ConcurrentWritersIT {
  private static final String INSERT_CURSOR =
      "INSERT INTO pipeline_cursor (pipeline, network, first_ledger, ledger_sequence, ledger_hash,"
          + " rules_version) VALUES ('token_transfers', 'ab', 1, 1, 'cd', 7)";
  private static final String MOVE_CURSOR = "UPDATE pipeline_cursor SET ledger_sequence = 2";

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private String name;
  private PGSimpleDataSource database;
  private PostgresSink sink;
  private Connection other;

  @BeforeEach
  void open() throws Exception {
    name = server.createDatabase();
    database =
        Databases.open(
            new DatabaseSettings(
                "localhost",
                server.port(),
                name,
                "postgres",
                new Secret("postgres"),
                "disable",
                Optional.empty()));
    Databases.migrate(database, List.of());
    sink = new PostgresSink(database, new TokenTransferTable(), "token_transfers");
    other = server.connect(name);
    other.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    sink.close();
  }

  private interface SinkCall<T> {
    T call() throws SinkException;
  }

  /** Begins a call; returns once it waits for the other transaction. */
  private <T> CompletableFuture<T> startAndAwaitLock(SinkCall<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(call.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "sink");
    thread.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> result.isDone() || isWaiting());
    assertThat(result).as("it should have waited").isNotDone();
    return result;
  }

  private boolean isWaiting() throws SQLException {
    return query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'")
        == 1;
  }

  private long query(String sql) throws SQLException {
    try (Connection connection = server.connect(name);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void inOther(String sql) throws SQLException {
    try (Statement statement = other.createStatement()) {
      statement.execute(sql);
    }
  }

  private static LedgerBatch first() {
    return new LedgerBatch(
        Optional.empty(), List.of(TestLedgers.ledger(1, TestLedgers.fee("100"))));
  }

  private LedgerBatch second() throws SinkException {
    return new LedgerBatch(sink.cursor(), List.of(TestLedgers.ledger(2, TestLedgers.fee("200"))));
  }

  private CompletableFuture<Void> startWrite(PostgresSink sink, LedgerBatch batch) {
    return startAndAwaitLock(
        () -> {
          sink.write(batch);
          return null;
        });
  }

  private static SinkException failure(CompletableFuture<?> running) {
    Exception failure =
        catchThrowableOfType(Exception.class, () -> running.get(20, TimeUnit.SECONDS));
    assertThat(failure).isNotNull();
    assertThat(failure.getCause()).isInstanceOf(SinkException.class);
    return (SinkException) failure.getCause();
  }

  private void assertRows(long rows) throws SQLException {
    assertThat(query("SELECT count(*) FROM token_transfers")).isEqualTo(rows);
  }

  @Test
  void waitsForAnotherMoveAndIsToldThatTheCursorMoved() throws Exception {
    sink.write(first());
    LedgerBatch batch = second();
    inOther(MOVE_CURSOR);
    CompletableFuture<Void> running = startWrite(sink, batch);
    other.commit();
    assertThat(failure(running).kind()).isEqualTo(Kind.CURSOR_MOVED);
    assertRows(1);
  }

  @Test
  void waitsForAnotherMoveAndGoesOnWhenThatIsRolledBack() throws Exception {
    sink.write(first());
    LedgerBatch batch = second();
    inOther(MOVE_CURSOR);
    CompletableFuture<Void> running = startWrite(sink, batch);
    other.rollback();
    running.get(20, TimeUnit.SECONDS);
    assertThat(sink.cursor()).contains(batch.after());
    assertRows(2);
  }

  @Test
  void waitsForAnotherFirstBatchAndIsToldThatTheCursorMoved() throws Exception {
    inOther(INSERT_CURSOR);
    CompletableFuture<Void> running = startWrite(sink, first());
    other.commit();
    SinkException failure = failure(running);
    assertThat(failure.kind()).isEqualTo(Kind.CURSOR_MOVED);
    assertThat(failure).hasMessageContaining("it was not there");
    assertRows(0);
  }

  @Test
  void waitsForAnotherFirstBatchAndGoesOnWhenThatIsRolledBack() throws Exception {
    inOther(INSERT_CURSOR);
    CompletableFuture<Void> running = startWrite(sink, first());
    other.rollback();
    running.get(20, TimeUnit.SECONDS);
    assertThat(sink.cursor()).contains(first().after());
    assertRows(1);
  }

  @Test
  void aLockThatIsHeldTooLongIsNoReasonToGiveUp() throws Exception {
    sink.write(first());
    LedgerBatch batch = second();
    try (PostgresSink impatient =
        PostgresSink.withLockTimeout(
            database, new TokenTransferTable(), "token_transfers", Duration.ofSeconds(2))) {
      inOther(MOVE_CURSOR);
      SinkException failure = failure(startWrite(impatient, batch));
      assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure)
          .hasMessageContaining("cannot store ledger 2")
          .hasMessageContaining("[SQLSTATE 55P03]");
      other.rollback();
      impatient.write(batch);
    }
    assertThat(sink.cursor()).contains(batch.after());
    assertRows(2);
  }

  @Test
  void readsRowsAndCursorOfOneInstant() throws Exception {
    // The table is locked for as long as its rows and their cursor come to be.
    inOther("LOCK TABLE token_transfers IN ACCESS EXCLUSIVE MODE");
    CompletableFuture<Optional<Cursor>> running = startAndAwaitLock(sink::cursor);
    inOther(INSERT_CURSOR);
    inOther("SELECT ttp_ensure_partitions('token_transfers', 1, 1, 64000)");
    inOther(
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, amount)"
            + " VALUES (1, 0, now(), 'ab', 1, 'fee', 'C', 100)");
    other.commit();
    assertThat(running.get(20, TimeUnit.SECONDS)).contains(new Cursor("ab", 1, 1, "cd", 7));
  }

  @Test
  void aSecondPipelineCannotUseADatabaseThatBothFoundEmpty() throws Exception {
    try (PostgresSink second = new PostgresSink(database, new TokenTransferTable(), "second")) {
      assertThat(sink.cursor()).isEmpty();
      assertThat(second.cursor()).isEmpty();
      sink.write(first());
      LedgerBatch elsewhere =
          new LedgerBatch(
              Optional.empty(), List.of(TestLedgers.ledger(100, TestLedgers.fee("100"))));
      SinkException failure =
          catchThrowableOfType(SinkException.class, () -> second.write(elsewhere));
      assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
      assertThat(failure)
          .hasMessageContaining("pipeline second cannot use the table token_transfers")
          .hasMessageContaining("belongs to pipeline token_transfers, which stored ledgers 1 to 1")
          .hasMessageContaining("PIPELINE_NAME");
      assertThat(catchThrowableOfType(SinkException.class, second::cursor))
          .hasMessage(failure.getMessage());
    }
    assertRows(1);
    assertThat(query("SELECT count(*) FROM pipeline_cursor")).isEqualTo(1);
  }
}
