package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loads whose tables there are: of those that are at work, and of those that were killed. A
 * load that is at work holds a lock of its tables' name; its writers, which may outlive it, hold
 * the tables. Tables of roles that are not ours are not seen.
 */
final class OtherLoads {
  private static final String LOADS =
      "SELECT relname FROM pg_class WHERE relkind = 'r'"
          + " AND relnamespace = current_schema()::regnamespace"
          + " AND pg_has_role(relowner, 'USAGE') AND relname ~ ('^' || ? || '_load_\\d+_\\d+$')"
          + " ORDER BY 1";
  private static final String TRY_LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('partition_load ' || ?, 0))";
  private static final String HOLDERS =
      "SELECT string_agg(DISTINCT format('%s of %s from %s, pid %s, since %s',"
          + " coalesce(nullif(application_name, ''), backend_type), usename,"
          + " coalesce(host(client_addr), 'the server itself'), pid,"
          + " to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS UTC')), '; ')"
          + " FROM pg_locks JOIN pg_stat_activity USING (pid)"
          + " WHERE granted AND pid <> pg_backend_pid() AND datname = current_database()"
          + " AND (locktype = 'advisory' AND objsubid = 1 AND (classid::bigint << 32"
          + " | objid::bigint) = hashtextextended('partition_load ' || ?, 0)"
          + " OR locktype = 'relation' AND relation IN (to_regclass(?), to_regclass(?)))";
  private static final Pattern SPAN = Pattern.compile("_load_(\\d+)_(\\d+)$");

  /** Of tables that are only in the way: who comes next drops them. */
  private static final long PASSING_MILLIS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(OtherLoads.class);

  private final EventTable table;

  OtherLoads(EventTable table) {
    this.table = table;
  }

  /**
   * Drops what loads that were killed have left, each in a transaction of its own; what somebody
   * still holds, as a writer does whose machine vanished, is passed over.
   *
   * @param which of them
   * @return of how many loads
   */
  int dropDead(Connection connection, Predicate<LedgerSpan> which) throws SQLException {
    int dropped = 0;
    for (LedgerSpan other : spans(connection)) {
      PartitionStaging staging = new PartitionStaging(table, other);
      if (which.test(other) && isDead(connection, staging)) {
        if (drop(connection, staging, PASSING_MILLIS)) {
          dropped++;
        } else {
          log.warn(
              "Tables that a load of {} of {} has left stay until they are free: held by {}",
              other,
              table.name(),
              holders(connection, staging));
        }
      }
    }
    connection.commit();
    return dropped;
  }

  /**
   * Drops what an earlier load of {@code span} has left, whose lock is held, in a transaction of
   * its own.
   *
   * @throws SinkException when one of its writers still holds the tables after {@code millis}
   */
  void dropOwn(Connection connection, LedgerSpan span, long millis)
      throws SQLException, SinkException {
    PartitionStaging staging = new PartitionStaging(table, span);
    if (!drop(connection, staging, Math.max(millis, PASSING_MILLIS))) {
      throw new SinkException(
          Kind.RANGE_TAKEN,
          String.format(
              "a writer of an earlier load of %s of %s still holds its tables: %s",
              span, table.name(), holders(connection, staging)));
    }
  }

  private static boolean drop(Connection connection, PartitionStaging staging, long millis)
      throws SQLException {
    try {
      PartitionStaging.execute(connection, "SET LOCAL lock_timeout = " + millis);
      staging.drop(connection);
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (SqlFailures.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Refuses to load {@code span} where others load.
   *
   * @throws SinkException when another load of any of the ledgers is at work
   */
  void expectNone(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    for (LedgerSpan other : spans(connection)) {
      boolean same = other.equals(span);
      if (!same
          && other.overlaps(span)
          && !isDead(connection, new PartitionStaging(table, other))) {
        throw atWork(connection, other, ", and so not " + span);
      }
    }
  }

  /** That a load of {@code other} is at work, and whose. */
  SinkException atWork(Connection connection, LedgerSpan other, String consequence)
      throws SQLException {
    return new SinkException(
        Kind.RANGE_TAKEN,
        String.format(
            "another load of %s of %s is at work%s (%s); a job may go on in a cluster after the"
                + " client that started it was stopped",
            other,
            table.name(),
            consequence,
            holders(connection, new PartitionStaging(table, other))));
  }

  /** Who works on a load: its own connection, and those that hold its tables. */
  private static String holders(Connection connection, PartitionStaging load) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
      statement.setString(1, load.events());
      statement.setString(2, load.events());
      statement.setString(3, load.ledgers());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        String holders = row.getString(1);
        return holders == null ? "which has ended just now" : holders;
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
            spans.add(
                new LedgerSpan(Long.parseLong(bounds.group(1)), Long.parseLong(bounds.group(2))));
          }
        }
      }
    }
    return spans;
  }
}
