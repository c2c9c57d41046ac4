package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What else there is where a range is to be loaded: the tables of other loads, which are at work or
 * were killed, and partitions. A load that is at work holds a lock of its tables' name.
 */
final class OtherLoads {
  private static final String LOADS =
      "SELECT relname FROM pg_class WHERE relkind = 'r'"
          + " AND relnamespace = current_schema()::regnamespace"
          + " AND pg_has_role(relowner, 'USAGE') AND relname ~ ('^' || ? || '_load_\\d+_\\d+$')";
  private static final String PARTITION =
      "SELECT partition_name, first_ledger, last_ledger FROM ledger_partitions"
          + " WHERE table_name = ? AND first_ledger <= ? AND last_ledger >= ? ORDER BY 2 LIMIT 1";
  private static final String TRY_LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('partition_load ' || ?, 0))";
  private static final Pattern SPAN = Pattern.compile("_load_(\\d+)_(\\d+)$");

  private final EventTable table;
  private final LedgerSpan span;

  /** What there is besides the load of {@code span}, whose lock is held already. */
  OtherLoads(EventTable table, LedgerSpan span) {
    this.table = table;
    this.span = span;
  }

  /** Drops what loads that were killed have left, whatever their ranges. */
  void dropDead(Connection connection) throws SQLException {
    for (LedgerSpan other : spans(connection)) {
      PartitionStaging staging = new PartitionStaging(table, other);
      if (isDead(connection, staging)) {
        staging.drop(connection);
      }
    }
  }

  /**
   * Refuses to load where others do.
   *
   * @throws SinkException when a load of any of the ledgers is at work, or a partition would be in
   *     the way when this load is to be attached
   */
  void expectNone(Connection connection) throws SQLException, SinkException {
    for (LedgerSpan other : spans(connection)) {
      if (other.overlaps(span) && !isDead(connection, new PartitionStaging(table, other))) {
        throw new SinkException(
            Kind.RANGE_TAKEN,
            "another load of " + other + " of " + table.name() + " is at work, and so not " + span);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(PARTITION)) {
      statement.setString(1, table.name());
      statement.setLong(2, span.last());
      statement.setLong(3, span.first());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          throw new SinkException(
              Kind.PERMANENT,
              String.format(
                  "%s of %s cannot be loaded: the partition %s is in their place, with ledgers %d"
                      + " to %d. Where it is empty, as one that was made for a consumer which began"
                      + " elsewhere, drop it",
                  span, table.name(), row.getString(1), row.getLong(2), row.getLong(3)));
        }
      }
    }
  }

  /** Whether nobody is at work on it; nobody begins until the transaction ends. */
  private static boolean isDead(Connection connection, PartitionStaging load) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
      statement.setString(1, load.events());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private List<LedgerSpan> spans(Connection connection) throws SQLException {
    List<LedgerSpan> spans = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LOADS)) {
      statement.setString(1, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Matcher bounds = SPAN.matcher(rows.getString(1));
          if (bounds.find()) {
            LedgerSpan other =
                new LedgerSpan(Long.parseLong(bounds.group(1)), Long.parseLong(bounds.group(2)));
            if (!other.equals(span)) {
              spans.add(other);
            }
          }
        }
      }
    }
    return spans;
  }
}
