package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The row of {@code pipeline_cursor} that tells how far a table has come, and by whom it is
 * written. A table whose rows are another pipeline's, or were stored with another filter, is
 * refused: to write among them would mix two histories.
 */
final class CursorTable {
  private static final String CREATE =
      "INSERT INTO pipeline_cursor (network, ledger_sequence, ledger_hash, rules_version,"
          + " table_name, pipeline, filter, first_ledger, previous_hash)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String MOVE =
      // Not first_ledger, which retention moves.
      "UPDATE pipeline_cursor SET network = ?, ledger_sequence = ?, ledger_hash = ?,"
          + " rules_version = ?, updated_at = now()"
          + " WHERE table_name = ? AND pipeline = ? AND filter = ?"
          + " AND ledger_sequence = ? AND ledger_hash = ?";

  private final EventTable table;
  private final String pipeline;
  private final LedgerRanges ranges;

  /** One statement, so that rows and cursor are of one instant: always gives one row. */
  private final String read;

  CursorTable(EventTable table, String pipeline) {
    this.table = table;
    this.pipeline = pipeline;
    this.ranges = new LedgerRanges(table, pipeline);
    this.read =
        "SELECT CASE WHEN stored.last_ledger > coalesce(done.last_ledger, 0)"
            + " THEN stored.last_ledger END, pipeline, network, first_ledger,"
            + " ledger_sequence, ledger_hash, rules_version, filter"
            + " FROM (SELECT max(ledger_sequence) AS last_ledger FROM "
            + table.name()
            + ") stored CROSS JOIN (SELECT max(last_ledger) AS last_ledger FROM ledger_ranges"
            + " WHERE table_name = ?) done LEFT JOIN pipeline_cursor ON table_name = ?";
  }

  /** The cursor; empty when nothing is stored. */
  Optional<Cursor> read(Connection connection) throws SQLException, SinkException {
    try (PreparedStatement statement = connection.prepareStatement(read)) {
      statement.setString(1, table.name());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return cursor(row);
      }
    }
  }

  private Optional<Cursor> cursor(ResultSet row) throws SQLException, SinkException {
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
    expectFilter(row.getString(8), cursor);
    return Optional.of(cursor);
  }

  private SinkException notOurs(String what) {
    return new SinkException(
        Kind.PERMANENT,
        String.format(
            "pipeline %s cannot use the table %s: it %s. Set PIPELINE_NAME to the name of the"
                + " pipeline that wrote it, or use another database",
            pipeline, table.name(), what));
  }

  private void expectFilter(String stored, Cursor cursor) throws SinkException {
    if (!stored.equals(table.filter())) {
      throw new SinkException(
          Kind.PERMANENT,
          String.format(
              "pipeline %s cannot use the table %s: ledgers %d to %d were stored with %s, and the"
                  + " settings ask for %s. Set the FILTER variables as they were, or use another"
                  + " database",
              pipeline,
              table.name(),
              cursor.firstLedger(),
              cursor.ledgerSequence(),
              shown(stored),
              shown(table.filter())));
    }
  }

  private static String shown(String filter) {
    return filter.isEmpty() ? "no filter" : "the filter [" + filter + "]";
  }

  /** Moves the cursor over {@code batch}, which locks its row until the transaction ends. */
  void move(Connection connection, LedgerBatch batch) throws SQLException, SinkException {
    Optional<Cursor> before = batch.before();
    Cursor after = batch.after();
    if (before.isEmpty()) {
      ranges.expectRoomFor(connection, batch);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(before.isPresent() ? MOVE : CREATE)) {
      statement.setString(1, after.network());
      statement.setLong(2, after.ledgerSequence());
      statement.setString(3, after.ledgerHash());
      statement.setLong(4, after.rulesVersion());
      statement.setString(5, table.name());
      statement.setString(6, pipeline);
      statement.setString(7, table.filter());
      if (before.isPresent()) {
        statement.setLong(8, before.get().ledgerSequence());
        statement.setString(9, before.get().ledgerHash());
      } else {
        statement.setLong(8, after.firstLedger());
        statement.setString(9, batch.previousHash());
      }
      if (statement.executeUpdate() == 0) {
        // Says so where the table has become another's.
        read(connection);
        throw moved(batch);
      }
    }
  }

  private SinkException moved(LedgerBatch batch) {
    return new SinkException(
        Kind.CURSOR_MOVED,
        String.format(
            "cannot store ledger %d: cursor moved by another writer of pipeline %s (it was %s)",
            batch.first(),
            pipeline,
            batch.before().map(cursor -> "at " + cursor.ledgerSequence()).orElse("not there")));
  }
}
