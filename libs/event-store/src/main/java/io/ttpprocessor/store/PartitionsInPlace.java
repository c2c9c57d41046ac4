package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are where a range is to be loaded, which would stop it when it ends. One that
 * holds nothing, as is left of a consumer that began elsewhere or of a repair, is no obstacle.
 */
final class PartitionsInPlace {
  private static final String PARTITIONS =
      "SELECT partition_name, first_ledger, last_ledger FROM ledger_partitions"
          + " WHERE table_name = ? AND first_ledger <= ? AND last_ledger >= ? ORDER BY 2";

  /** Readers and writers of the table wait while this waits, so it does not wait long. */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '3s'";

  private static final Logger log = LoggerFactory.getLogger(PartitionsInPlace.class);

  private final EventTable table;
  private final LedgerRanges ranges;

  /** A partition and its ledgers. */
  private record Partition(String name, LedgerSpan span) {}

  PartitionsInPlace(EventTable table, LedgerRanges ranges) {
    this.table = table;
    this.ranges = ranges;
  }

  /**
   * Refuses ledgers in whose place a partition is that cannot be removed.
   *
   * @throws SinkException that names it, and what it holds
   */
  void expectRemovable(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    for (Partition partition : partitions(connection, span)) {
      expectUnused(connection, span, partition);
    }
  }

  /**
   * Drops those that hold nothing, in the caller's transaction, which has the ranges' lock: so
   * nobody begins to write there.
   *
   * @throws SinkException as {@link #expectRemovable}
   */
  void remove(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    expectRemovable(connection, span);
    for (Partition partition : partitions(connection, span)) {
      PartitionStaging.execute(connection, LOCK_TIMEOUT);
      // The parent's lock first, as all others take them; and whoever came first has ended then.
      String lock = " IN ACCESS EXCLUSIVE MODE";
      PartitionStaging.execute(connection, "LOCK TABLE ONLY " + table.name() + lock);
      PartitionStaging.execute(connection, "LOCK TABLE " + partition.name() + lock);
      expectUnused(connection, span, partition);
      PartitionStaging.execute(connection, "DROP TABLE " + partition.name());
      log.info(
          "Dropped the partition {} ({}), which was empty, to load {} of {}",
          partition.name(),
          partition.span(),
          span,
          table.name());
    }
  }

  private void expectUnused(Connection connection, LedgerSpan span, Partition partition)
      throws SQLException, SinkException {
    for (DoneRange done : ranges.done(connection)) {
      if (done.span().overlaps(partition.span())) {
        throw inPlace(span, partition, "of them " + done.span() + " are done");
      }
    }
    Optional<Long> owned = ranges.ownedFrom(connection);
    if (owned.isPresent() && owned.get() <= partition.span().last()) {
      throw inPlace(
          span, partition, "of them all from ledger " + owned.get() + " on are the consumer's");
    }
    String sql = "SELECT EXISTS (SELECT FROM " + partition.name() + ")";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      if (row.getBoolean(1)) {
        throw inPlace(
            span, partition, "it holds rows, though none of its ledgers is said to be done");
      }
    }
  }

  private SinkException inPlace(LedgerSpan span, Partition partition, String what) {
    return new SinkException(
        Kind.PERMANENT,
        String.format(
            "%s of %s cannot be loaded: the partition %s is in their place (%s), and %s",
            span, table.name(), partition.name(), partition.span(), what));
  }

  private List<Partition> partitions(Connection connection, LedgerSpan span) throws SQLException {
    List<Partition> partitions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
      statement.setString(1, table.name());
      statement.setLong(2, span.last());
      statement.setLong(3, span.first());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          partitions.add(
              new Partition(rows.getString(1), new LedgerSpan(rows.getLong(2), rows.getLong(3))));
        }
      }
    }
    return partitions;
  }
}
