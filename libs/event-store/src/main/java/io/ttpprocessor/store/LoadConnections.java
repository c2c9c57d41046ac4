package io.ttpprocessor.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of loads, whose ends the server has to notice soon: what they lock others wait for.
 */
final class LoadConnections {
  /** Within seconds of a process's end, and about a minute of a machine's. */
  private static final String NOTICE_OUR_END =
      "SELECT set_config(name, CASE name WHEN 'tcp_keepalives_count' THEN '3' ELSE '10s' END,"
          + " false) FROM pg_settings WHERE name IN ('client_connection_check_interval',"
          + " 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count')";

  private static final Logger log = LoggerFactory.getLogger(LoadConnections.class);

  private LoadConnections() {}

  /** A new connection. */
  static Connection open(PGSimpleDataSource database) throws SQLException {
    Connection connection = database.getConnection();
    try {
      PartitionStaging.execute(connection, NOTICE_OUR_END);
    } catch (SQLException e) {
      // Not on every system; the server then notices it at the statement's end.
      log.debug("The server does not look whether its clients live: {}", e.getMessage());
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
