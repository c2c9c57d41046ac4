package io.ttpprocessor.consumer.sink;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ttpprocessor.consumer.sink.SinkException.Kind;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Stores batches in PostgreSQL. A transaction moves the cursor first, which locks its row: a second
 * writer waits there, finds the cursor moved, and has written nothing. The rows follow by COPY.
 */
public final class PostgresSink implements EventSink {
  /** Much at once costs memory, little costs calls; the server reads while the next is written. */
  private static final int COPY_CHUNK_CHARACTERS = 256 << 10;

  private static final int CONNECT_MILLIS = 5_000;

  /** A writer whose machine vanished must not hold the cursor's lock for ever. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  /** One statement, so that rows and cursor are of one instant: always gives one row. */
  private static final String READ =
      "SELECT stored.last_ledger, pipeline, network, first_ledger, ledger_sequence, ledger_hash,"
          + " rules_version FROM (SELECT max(ledger_sequence) AS last_ledger FROM "
          + CopyText.TABLE
          + ") stored LEFT JOIN pipeline_cursor ON true";

  private static final String CREATE =
      "INSERT INTO pipeline_cursor (network, first_ledger, ledger_sequence, ledger_hash,"
          + " rules_version, pipeline) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String MOVE =
      "UPDATE pipeline_cursor SET network = ?, first_ledger = ?, ledger_sequence = ?,"
          + " ledger_hash = ?, rules_version = ?, updated_at = now()"
          + " WHERE pipeline = ? AND ledger_sequence = ? AND ledger_hash = ?";

  private final HikariDataSource pool;
  private final String pipeline;
  private final CopyText copyText = new CopyText();

  /** A sink over {@code database}, which must have its tables; connects on first use. */
  public PostgresSink(DataSource database, String pipeline) {
    this(database, pipeline, LOCK_TIMEOUT);
  }

  PostgresSink(DataSource database, String pipeline, Duration lockTimeout) {
    this.pipeline = pipeline;
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setPoolName("postgres");
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
    this.pool = new HikariDataSource(config);
  }

  @Override
  public Optional<Cursor> cursor() throws SinkException {
    try (Connection connection = pool.getConnection()) {
      Optional<Cursor> cursor = read(connection);
      connection.commit();
      return cursor;
    } catch (SQLException e) {
      throw SqlFailures.of("read the cursor of pipeline " + pipeline, e);
    }
  }

  @Override
  public void write(LedgerBatch batch) throws SinkException {
    // Without a commit the pool rolls back whatever a connection that is given back has begun.
    try (Connection connection = pool.getConnection()) {
      moveCursor(connection, batch);
      copyRows(connection, batch);
      connection.commit();
    } catch (SQLException e) {
      throw SqlFailures.of(batch, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** The cursor; refuses a database that is another pipeline's. */
  private Optional<Cursor> read(Connection connection) throws SQLException, SinkException {
    try (PreparedStatement statement = connection.prepareStatement(READ);
        ResultSet row = statement.executeQuery()) {
      row.next();
      long lastLedger = row.getLong(1);
      boolean empty = row.wasNull();
      String owner = row.getString(2);
      if (owner == null && empty) {
        return Optional.empty();
      }
      if (owner == null) {
        throw notOurs("holds events up to ledger " + lastLedger + ", but no pipeline's cursor");
      }
      Cursor cursor =
          new Cursor(
              row.getString(3), row.getLong(4), row.getLong(5), row.getString(6), row.getLong(7));
      if (!owner.equals(pipeline)) {
        throw notOurs(
            String.format(
                "belongs to pipeline %s, which stored ledgers %d to %d",
                owner, cursor.firstLedger(), cursor.ledgerSequence()));
      }
      return Optional.of(cursor);
    }
  }

  /** To write among another pipeline's rows would mix two histories. */
  private SinkException notOurs(String what) {
    return new SinkException(
        Kind.PERMANENT,
        String.format(
            "pipeline %s cannot use the database: it %s. Set PIPELINE_NAME to the name of the"
                + " pipeline that wrote it, or use another database",
            pipeline, what));
  }

  private void moveCursor(Connection connection, LedgerBatch batch)
      throws SQLException, SinkException {
    Optional<Cursor> before = batch.before();
    Cursor after = batch.after();
    try (PreparedStatement statement =
        connection.prepareStatement(before.isPresent() ? MOVE : CREATE)) {
      statement.setString(1, after.network());
      statement.setLong(2, after.firstLedger());
      statement.setLong(3, after.ledgerSequence());
      statement.setString(4, after.ledgerHash());
      statement.setLong(5, after.rulesVersion());
      statement.setString(6, pipeline);
      if (before.isPresent()) {
        statement.setLong(7, before.get().ledgerSequence());
        statement.setString(8, before.get().ledgerHash());
      }
      if (statement.executeUpdate() == 0) {
        read(connection);
        throw cursorMoved(batch);
      }
    }
  }

  private SinkException cursorMoved(LedgerBatch batch) {
    return new SinkException(
        Kind.CURSOR_MOVED,
        String.format(
            "cannot store ledger %d: cursor moved by another writer of pipeline %s (it was %s)",
            batch.first(),
            pipeline,
            batch.before().map(cursor -> "at " + cursor.ledgerSequence()).orElse("not there")));
  }

  private void copyRows(Connection connection, LedgerBatch batch)
      throws SQLException, SinkException {
    if (batch.events() == 0) {
      return;
    }
    copyText.take();
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyText.COPY);
    try {
      for (LedgerEvents ledger : batch.ledgers()) {
        copyText.append(ledger);
        if (copyText.length() >= COPY_CHUNK_CHARACTERS) {
          send(copy);
        }
      }
      send(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void send(CopyIn copy) throws SQLException {
    byte[] rows = copyText.take();
    copy.writeToCopy(rows, 0, rows.length);
  }
}
