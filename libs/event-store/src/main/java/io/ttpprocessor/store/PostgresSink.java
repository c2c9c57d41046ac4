package io.ttpprocessor.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ttpprocessor.kit.config.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Stores batches in PostgreSQL. A transaction moves the cursor first, which locks its row: a second
 * writer waits there, finds the cursor moved, and has written nothing. The rows follow by COPY.
 */
public final class PostgresSink implements EventSink {
  /**
   * Ledgers of a partition. Of pubnet 16 days, some 150 million rows: all of its 64 million ledgers
   * are 250 partitions, whose indexes a query without a ledger can still lock with PostgreSQL's
   * usual {@code max_locks_per_transaction}.
   */
  static final int USUAL_PARTITION_LEDGERS = 256_000;

  private static final int LEAST_PARTITION_LEDGERS = 1_000;
  private static final int MOST_PARTITION_LEDGERS = 10_000_000;
  private static final int CONNECT_MILLIS = 5_000;

  /** A writer whose machine vanished must not hold the cursor's lock for ever. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private final HikariDataSource pool;
  private final EventTable table;
  private final CursorTable cursorTable;
  private final BatchCopy batchCopy;
  private final Partitions partitions;
  private final SqlFailures failures;

  /**
   * A sink of {@code table} in {@code database}, where it must exist; connects on first use.
   *
   * @param pipeline who writes the table: what its cursor says
   */
  public PostgresSink(PGSimpleDataSource database, EventTable table, String pipeline) {
    this(database, table, pipeline, USUAL_PARTITION_LEDGERS);
  }

  /**
   * @param partitionLedgers most ledgers of a partition that is made; they begin at its multiples
   */
  public PostgresSink(
      PGSimpleDataSource database, EventTable table, String pipeline, long partitionLedgers) {
    this(database, table, pipeline, new Partitions(table, partitionLedgers), LOCK_TIMEOUT);
  }

  /**
   * Reads PARTITION_LEDGERS, 1,000 to 10,000,000: most ledgers of a partition that is made. What is
   * wrong with it is noted in {@code settings}.
   */
  public static int readPartitionLedgers(Settings settings) {
    return settings.integer(
        "PARTITION_LEDGERS",
        USUAL_PARTITION_LEDGERS,
        LEAST_PARTITION_LEDGERS,
        MOST_PARTITION_LEDGERS);
  }

  /** With another patience for locks. */
  static PostgresSink withLockTimeout(
      PGSimpleDataSource database, EventTable table, String pipeline, Duration lockTimeout) {
    Partitions usual = new Partitions(table, USUAL_PARTITION_LEDGERS);
    return new PostgresSink(database, table, pipeline, usual, lockTimeout);
  }

  private PostgresSink(
      PGSimpleDataSource database,
      EventTable table,
      String pipeline,
      Partitions partitions,
      Duration lockTimeout) {
    this.partitions = partitions;
    this.table = table;
    this.cursorTable = new CursorTable(table, pipeline);
    this.batchCopy = new BatchCopy(table);
    this.failures = new SqlFailures(database);
    this.pool = pool(database, "postgres-" + table.name(), lockTimeout);
  }

  /** One connection, made anew when it broke; nothing is connected yet. */
  static HikariDataSource pool(PGSimpleDataSource database, String name) {
    return pool(database, name, LOCK_TIMEOUT);
  }

  private static HikariDataSource pool(
      PGSimpleDataSource database, String name, Duration lockTimeout) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setPoolName(name);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    // Said here, or a connection that breaks while the pool asks for it leaves the pool without
    // one.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(
        "SET lock_timeout = "
            + lockTimeout.toMillis()
            + "; SET idle_in_transaction_session_timeout = '60s'");
    return new HikariDataSource(config);
  }

  @Override
  public Optional<Cursor> cursor() throws SinkException {
    try (Connection connection = pool.getConnection()) {
      Optional<Cursor> cursor = cursorTable.read(connection);
      connection.commit();
      return cursor;
    } catch (SQLException e) {
      throw failures.of("read the cursor of table " + table.name(), e);
    }
  }

  @Override
  public void write(LedgerBatch batch) throws SinkException {
    // Without a commit the pool rolls back whatever a connection that is given back has begun.
    try (Connection connection = pool.getConnection()) {
      boolean begins = batch.before().isEmpty();
      if (!begins) {
        partitions.ensure(connection, batch);
      }
      cursorTable.move(connection, batch);
      if (begins) {
        // Of a consumer that may not begin here nothing is left, in whose place others load.
        partitions.make(connection, batch);
      }
      batchCopy.write(connection, batch);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of(table, batch, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
