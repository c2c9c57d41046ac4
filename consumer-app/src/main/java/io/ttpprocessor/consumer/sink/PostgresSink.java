package io.ttpprocessor.consumer.sink;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ttpprocessor.consumer.sink.SinkException.Kind;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final String SESSION =
      "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'";

  private static final String READ =
      "SELECT network, first_ledger, ledger_sequence, ledger_hash, rules_version"
          + " FROM pipeline_cursor WHERE pipeline = ?";
  private static final String CREATE =
      "INSERT INTO pipeline_cursor (network, first_ledger, ledger_sequence, ledger_hash,"
          + " rules_version, pipeline) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String MOVE =
      "UPDATE pipeline_cursor SET network = ?, first_ledger = ?, ledger_sequence = ?,"
          + " ledger_hash = ?, rules_version = ?, updated_at = now()"
          + " WHERE pipeline = ? AND ledger_sequence = ? AND ledger_hash = ?";
  private static final String LAST_ROW = "SELECT max(ledger_sequence) FROM " + CopyText.TABLE;

  private final HikariDataSource pool;
  private final String pipeline;
  private final CopyText copyText = new CopyText();

  /** A sink over {@code database}, which must have its tables; connects on first use. */
  public PostgresSink(DataSource database, String pipeline) {
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
    config.setConnectionInitSql(SESSION);
    this.pool = new HikariDataSource(config);
  }

  @Override
  public Optional<Cursor> cursor() throws SinkException {
    try (Connection connection = pool.getConnection()) {
      Optional<Cursor> cursor = read(connection);
      if (cursor.isEmpty()) {
        refuseForeignRows(connection);
      }
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

  private Optional<Cursor> read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, pipeline);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Cursor(
                rows.getString(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getString(4),
                rows.getLong(5)));
      }
    }
  }

  /** Rows without a cursor are another pipeline's: to write among them would mix two histories. */
  private void refuseForeignRows(Connection connection) throws SQLException, SinkException {
    try (PreparedStatement statement = connection.prepareStatement(LAST_ROW);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      long last = rows.getLong(1);
      if (!rows.wasNull()) {
        throw new SinkException(
            Kind.PERMANENT,
            String.format(
                "%s holds events up to ledger %d, but pipeline %s has no cursor: they are"
                    + " another pipeline's. Set PIPELINE_NAME to its name, or use another database",
                CopyText.TABLE, last, pipeline));
      }
    }
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
