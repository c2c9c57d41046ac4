package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of loads, whose ends the server has to notice soon: what they lock others wait for.
 */
final class LoadConnections {
  /** Two statements, for a server may know the first and not the second. */
  private static final List<String> NOTICE_OUR_END =
      List.of(
          // About a minute after our machine's end.
          "SELECT set_config('tcp_keepalives_idle', '10', false),"
              + " set_config('tcp_keepalives_interval', '10', false),"
              + " set_config('tcp_keepalives_count', '3', false)",
          // Within seconds of our process's, from PostgreSQL 14 on and not on every system.
          "SELECT set_config(name, '10s', false) FROM pg_settings"
              + " WHERE name = 'client_connection_check_interval'");

  private static final Logger log = LoggerFactory.getLogger(LoadConnections.class);

  private LoadConnections() {}

  /** A new connection. */
  static Connection open(PGSimpleDataSource database) throws SQLException {
    Connection connection = database.getConnection();
    for (String setting : NOTICE_OUR_END) {
      try {
        PartitionStaging.execute(connection, setting);
      } catch (SQLException e) {
        log.warn(
            "PostgreSQL may notice late that this process has ended, and other loads then wait:"
                + " it refused [{}]: {}",
            setting,
            e.getMessage());
      }
    }
    return connection;
  }

  /** One on which a statement may take as long as it takes. */
  static Connection patient(PGSimpleDataSource database) throws SQLException {
    Connection patient = open(database);
    patient.setNetworkTimeout(Runnable::run, 0);
    return patient;
  }
}
