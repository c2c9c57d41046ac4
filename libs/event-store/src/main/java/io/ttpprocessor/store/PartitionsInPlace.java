package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The partitions that are where a range is to be loaded, which would stop it when it ends. */
final class PartitionsInPlace {
  private static final String PARTITIONS =
      "SELECT partition_name, first_ledger, last_ledger FROM ledger_partitions"
          + " WHERE table_name = ? AND first_ledger <= ? AND last_ledger >= ? ORDER BY 2";

  private final EventTable table;

  /** A partition and its ledgers. */
  private record Partition(String name, LedgerSpan span) {}

  PartitionsInPlace(EventTable table) {
    this.table = table;
  }

  /**
   * Refuses ledgers that have a partition.
   *
   * @throws SinkException that names it
   */
  void expectNone(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    for (Partition partition : partitions(connection, span)) {
      throw inPlace(span, partition, "Drop it if it is empty");
    }
  }

  private SinkException inPlace(LedgerSpan span, Partition partition, String what) {
    return new SinkException(
        Kind.PERMANENT,
        String.format(
            "%s of %s cannot be loaded: the partition %s is in their place (%s). %s",
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
