package io.ttpprocessor.consumer.sink;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;

/** Opens the database and brings its tables up to date. */
public final class Databases {
  private static final String APPLICATION = "ttp-consumer";
  private static final int CONNECT_SECONDS = 5;

  /** Longer than any lock wait; a server that answers nothing for this long is gone. */
  private static final int SILENCE_SECONDS = 60;

  private static final String HISTORY_TABLE = "token_transfers_schema_history";

  private Databases() {}

  /** The database of {@code settings}; nothing is connected yet. */
  public static DataSource open(DatabaseSettings settings) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setServerNames(new String[] {settings.host()});
    database.setPortNumbers(new int[] {settings.port()});
    database.setDatabaseName(settings.database());
    database.setUser(settings.user());
    database.setPassword(settings.password().reveal());
    database.setSslMode(settings.sslMode());
    settings.sslRootCertificate().ifPresent(database::setSslRootCert);
    database.setApplicationName(APPLICATION);
    database.setConnectTimeout(CONNECT_SECONDS);
    database.setSocketTimeout(SILENCE_SECONDS);
    database.setTcpKeepAlive(true);
    return database;
  }

  /** Whether {@code name} is an SSL mode that {@link #open} knows. */
  public static boolean isSslMode(String name) {
    for (SslMode mode : SslMode.values()) {
      if (mode.value.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the tables, or brings them up to date; several consumers may do so at once. Tables of
   * others in the same schema do not matter.
   */
  public static void migrate(DataSource database) throws SinkException {
    try {
      Flyway.configure()
          .dataSource(database)
          .table(HISTORY_TABLE)
          .locations("classpath:db/migration")
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw SqlFailures.of("prepare the tables", e);
    }
  }
}
