package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How many connections a server takes at a time: more of them fail one by one in the midst of the
 * work, so who needs many asks before.
 *
 * @param most max_connections
 * @param reserved superuser_reserved_connections, at least 0: those that nobody else gets
 */
public record ServerConnections(long most, long reserved) {
  private static final String SETTINGS =
      "SELECT current_setting('max_connections')::bigint,"
          + " current_setting('superuser_reserved_connections')::bigint";

  /** Those of the server of {@code database}. */
  public static ServerConnections of(PGSimpleDataSource database) throws SinkException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      row.next();
      return new ServerConnections(row.getLong(1), row.getLong(2));
    } catch (SQLException e) {
      throw new SqlFailures(database).of("see how many connections the server takes", e);
    }
  }

  /** Those for all who are no superuser. */
  public long usable() {
    return most - reserved;
  }

  /**
   * Refuses what needs more connections than there are, whoever else holds some now.
   *
   * @param needed how many are open at a time at most
   * @param change what to change, for people: variables or options
   * @throws SinkException PERMANENT, with both figures
   */
  public void expect(long needed, String change) throws SinkException {
    Optional<String> refusal = refusal(needed, change);
    if (refusal.isPresent()) {
      throw new SinkException(Kind.PERMANENT, refusal.get());
    }
  }

  /** What {@link #expect} would say; empty where there are enough. */
  public Optional<String> refusal(long needed, String change) {
    return needed <= usable()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "up to %d database connections are needed at a time, but the server takes %d"
                    + " (max_connections %d less superuser_reserved_connections %d): %s, or raise"
                    + " max_connections",
                needed, usable(), most, reserved, change));
  }
}
