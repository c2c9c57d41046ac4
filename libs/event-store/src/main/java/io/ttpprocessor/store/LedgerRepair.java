package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.LedgerEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Replaces whole ledgers: their rows and their digests are deleted and written anew, in the
 * caller's transaction. Only ledgers of ranges that are done are touched, and the cursor stays
 * where it is, so a live consumer, which writes above it, is not disturbed.
 *
 * <p>A ledger that was stored with another hash is of another history than the stream's, unless a
 * later one agrees: a ledger's hash depends on all before it, so the stored hash is then the one
 * that was altered.
 */
final class LedgerRepair {
  private static final String HASHES =
      "SELECT ledger_sequence, encode(ledger_hash, 'hex') FROM ledger_digests"
          + " WHERE table_name = ? AND ledger_sequence BETWEEN ? AND ?";
  private static final String DELETE_DIGESTS =
      "DELETE FROM ledger_digests WHERE table_name = ? AND ledger_sequence = ANY (?)";

  private final EventTable table;
  private final LedgerRanges ranges;
  private final BatchCopy batchCopy;
  private final String deleteEvents;

  LedgerRepair(EventTable table, LedgerRanges ranges) {
    this.table = table;
    this.ranges = ranges;
    this.batchCopy = new BatchCopy(table);
    this.deleteEvents = "DELETE FROM " + table.name() + " WHERE ledger_sequence = ANY (?)";
  }

  /**
   * Replaces those of {@code ledgers} that may be.
   *
   * @return what was not replaced, and why
   */
  SortedMap<Long, String> replace(Connection connection, LedgerBatch batch, SortedSet<Long> ledgers)
      throws SQLException, SinkException {
    SortedMap<Long, String> refused = new TreeMap<>(refusals(connection, batch));
    refused.keySet().retainAll(ledgers);
    List<LedgerEvents> replaced = new ArrayList<>();
    for (LedgerEvents ledger : batch.ledgers()) {
      long sequence = Integer.toUnsignedLong(ledger.getSequence());
      if (ledgers.contains(sequence) && !refused.containsKey(sequence)) {
        replaced.add(ledger);
      }
    }
    delete(connection, replaced);
    for (LedgerEvents ledger : replaced) {
      batchCopy.write(connection, new LedgerBatch(Optional.empty(), List.of(ledger)));
    }
    return refused;
  }

  /** The ledgers that may not be replaced, of all of the batch's. */
  private Map<Long, String> refusals(Connection connection, LedgerBatch batch)
      throws SQLException, SinkException {
    // Another repair, or who removes ledgers, waits until this one's transaction has ended.
    ranges.lock(connection);
    List<DoneRange> done = ranges.done(connection);
    Map<Long, String> hashes = hashes(connection, batch);
    Map<Long, String> refusals = new HashMap<>();
    boolean agreed = false;
    for (int i = batch.ledgers().size() - 1; i >= 0; i--) {
      LedgerEvents ledger = batch.ledgers().get(i);
      long sequence = Integer.toUnsignedLong(ledger.getSequence());
      String hash = HexFormat.of().formatHex(ledger.getHash().toByteArray());
      Optional<DoneRange> range = done.stream().filter(one -> one.contains(sequence)).findFirst();
      if (range.isEmpty()) {
        refusals.put(sequence, "it is not among the ledgers that are done");
        continue;
      }
      // A range's last hash is what the next ledger has to follow: it counts for more.
      String stored =
          sequence == range.get().last() ? range.get().lastHash() : hashes.get(sequence);
      agreed |= hash.equals(stored);
      if (!agreed && stored != null) {
        refusals.put(
            sequence,
            "it was stored with the hash "
                + stored
                + ", the stream has "
                + hash
                + ", and no later ledger compared with it agrees");
      }
    }
    return refusals;
  }

  private Map<Long, String> hashes(Connection connection, LedgerBatch batch) throws SQLException {
    Map<Long, String> hashes = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HASHES)) {
      statement.setString(1, table.name());
      statement.setLong(2, batch.first());
      statement.setLong(3, batch.last());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          hashes.put(rows.getLong(1), rows.getString(2));
        }
      }
    }
    return hashes;
  }

  private void delete(Connection connection, List<LedgerEvents> ledgers) throws SQLException {
    Long[] sequences =
        ledgers.stream()
            .map(ledger -> Integer.toUnsignedLong(ledger.getSequence()))
            .toArray(Long[]::new);
    try (PreparedStatement events = connection.prepareStatement(deleteEvents);
        PreparedStatement digests = connection.prepareStatement(DELETE_DIGESTS)) {
      events.setArray(1, connection.createArrayOf("bigint", sequences));
      events.executeUpdate();
      digests.setString(1, table.name());
      digests.setArray(2, connection.createArrayOf("bigint", sequences));
      digests.executeUpdate();
    }
  }
}
