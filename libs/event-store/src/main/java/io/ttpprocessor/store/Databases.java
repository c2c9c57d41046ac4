package io.ttpprocessor.store;

import java.util.List;
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

  private Databases() {}

  /** The database of {@code settings}; nothing is connected yet. */
  public static PGSimpleDataSource open(DatabaseSettings settings) {
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

  /** Whether an SSL mode never sends anything in plaintext. */
  public static boolean isEncrypted(String sslMode) {
    return !List.of("disable", "allow", "prefer").contains(sslMode);
  }

  /**
   * Makes {@code tables}, or brings them up to date; several consumers may do so at once. Each
   * table has a history of migrations of its own, so that one that is not wanted is not made, and
   * another program's table of the same name disturbs only who wants ours. What all share, such as
   * the cursors, comes with token_transfers. Tables of others in the same schema do not matter.
   */
  public static void migrate(PGSimpleDataSource database, List<EventTable> tables)
      throws SinkException {
    try {
      EventTable shared = new TokenTransferTable();
      migrate(database, shared);
      for (EventTable table : tables) {
        if (!table.name().equals(shared.name())) {
          migrate(database, table);
        }
      }
    } catch (FlywayException e) {
      throw new SqlFailures(database).of("prepare the tables", e);
    }
  }

  private static void migrate(PGSimpleDataSource database, EventTable table) {
    Flyway.configure()
        .dataSource(database)
        .table(table.name() + "_schema_history")
        .locations("classpath:" + table.migrations())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
