package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes a batch by COPY: a row an event to its table, and a row a ledger to {@code
 * ledger_digests}. Not thread-safe.
 */
final class BatchCopy {
  static final String DIGEST_TABLE = "ledger_digests";

  /** Much at once costs memory, little costs calls; the server reads while the next is written. */
  private static final int CHUNK_BYTES = 256 << 10;

  static final String DIGEST_COLUMNS =
      "table_name, ledger_sequence, ledger_hash, event_count, digest";

  /** Of a load: also what a later check needs. */
  private static final String LOAD_COLUMNS =
      "previous_hash, network, rules_version, ledger_sequence, ledger_hash, event_count, digest";

  private final EventTable table;
  private final String copyEvents;
  private final String copyDigests;
  private final boolean load;
  private final CopyText text = new CopyText();
  private final EventDigests digests = new EventDigests();

  BatchCopy(EventTable table) {
    this(table, table.name(), DIGEST_TABLE, false);
  }

  /** Writes to tables of other names that have the same columns. */
  static BatchCopy into(EventTable table, String events, String digests) {
    return new BatchCopy(table, events, digests, false);
  }

  /** Writes to the tables of a load. */
  static BatchCopy into(EventTable table, PartitionStaging load) {
    return new BatchCopy(table, load.events(), load.ledgers(), true);
  }

  private BatchCopy(EventTable table, String events, String digests, boolean load) {
    this.table = table;
    this.load = load;
    this.copyEvents = copy(events, table.columns());
    this.copyDigests = copy(digests, load ? LOAD_COLUMNS : DIGEST_COLUMNS);
  }

  private static String copy(String into, String columns) {
    return "COPY " + into + " (" + columns + ") FROM STDIN";
  }

  /** Writes what a COPY brings. */
  private interface Rows {
    void write(CopyIn copy) throws SQLException, SinkException;
  }

  /**
   * Writes all rows of {@code batch} in the transaction of {@code connection}.
   *
   * @throws SinkException when an event is not what the table can hold; names ledger, event, column
   */
  void write(Connection connection, LedgerBatch batch) throws SQLException, SinkException {
    if (batch.ledgers().stream().anyMatch(ledger -> table.count(ledger) > 0)) {
      copy(connection, copyEvents, copy -> writeEvents(copy, batch));
    }
    copy(connection, copyDigests, copy -> writeDigests(copy, batch));
  }

  private void copy(Connection connection, String sql, Rows rows)
      throws SQLException, SinkException {
    text.clear();
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      rows.write(copy);
      send(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void writeEvents(CopyIn copy, LedgerBatch batch) throws SQLException, SinkException {
    for (LedgerEvents ledger : batch.ledgers()) {
      int count = table.count(ledger);
      for (int i = 0; i < count; i++) {
        append(ledger, i);
        sendIfMuch(copy);
      }
    }
  }

  private void append(LedgerEvents ledger, int index) throws SinkException {
    try {
      table.append(ledger, index, text);
      text.endRow();
    } catch (IllegalArgumentException e) {
      throw new SinkException(
          Kind.PERMANENT,
          String.format(
              "cannot store ledger %s, event %s: %s",
              Integer.toUnsignedString(ledger.getSequence()),
              Integer.toUnsignedString(table.ordinal(ledger, index)),
              e.getMessage()));
    }
  }

  private void writeDigests(CopyIn copy, LedgerBatch batch) throws SQLException {
    for (LedgerEvents ledger : batch.ledgers()) {
      EventDigest digest = table.digest(ledger).orElseGet(() -> digests.of(table, ledger));
      if (load) {
        text.hex(ledger.getPreviousHash().toByteArray());
        text.hex(ledger.getCursor().getNetworkId().toByteArray());
        text.unsigned(ledger.getRulesVersion());
      } else {
        text.word("table_name", table.name());
      }
      text.unsigned(ledger.getSequence());
      text.hex(ledger.getHash().toByteArray());
      text.unsigned(digest.getCount());
      text.hex(digest.getSha256().toByteArray());
      text.endRow();
      sendIfMuch(copy);
    }
  }

  private void sendIfMuch(CopyIn copy) throws SQLException {
    if (text.length() >= CHUNK_BYTES) {
      send(copy);
    }
  }

  private void send(CopyIn copy) throws SQLException {
    copy.writeToCopy(text.bytes(), 0, text.length());
    text.clear();
  }
}
