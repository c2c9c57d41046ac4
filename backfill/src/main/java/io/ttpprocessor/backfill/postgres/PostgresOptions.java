package io.ttpprocessor.backfill.postgres;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.Databases;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Which database, and how it is loaded: goes from who starts a job to its workers, but for the
 * password, which each has in its own environment.
 *
 * @param variables those of {@link #NAMES} that are set
 * @param pipelineName who writes the tables, as the consumer's PIPELINE_NAME; empty for each
 *     table's own name
 * @param indexThreads how many indexes of a range are built at a time
 */
public record PostgresOptions(Map<String, String> variables, String pipelineName, int indexThreads)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The variables that go with the job. */
  public static final List<String> NAMES =
      List.of(
          "ALLOW_PLAINTEXT",
          "POSTGRES_HOST",
          "POSTGRES_PORT",
          "POSTGRES_DB",
          "POSTGRES_USER",
          "POSTGRES_SSLMODE",
          "POSTGRES_SSLROOTCERT");

  private static final List<String> SECRETS =
      List.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE");
  private static final String APPLICATION = "ttp-backfill";

  /** Keeps a copy that goes with a job whatever kind of map it was. */
  public PostgresOptions {
    variables = new HashMap<>(variables);
  }

  /**
   * Reads the variables.
   *
   * @param settings takes every problem there is with them, the password's too
   */
  public static PostgresOptions read(
      Map<String, String> environment, int indexThreads, Settings settings) {
    DatabaseSettings.read(settings);
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().retainAll(NAMES);
    return new PostgresOptions(
        variables, settings.optional("PIPELINE_NAME").orElse(""), indexThreads);
  }

  /**
   * The database; nothing is connected yet.
   *
   * @param environment of this process: has the password
   * @throws ConfigurationException when the password cannot be read
   */
  PGSimpleDataSource database(Map<String, String> environment) throws ConfigurationException {
    Map<String, String> all = new HashMap<>(environment);
    all.keySet().retainAll(SECRETS);
    all.putAll(variables);
    Settings settings = Settings.of(all);
    DatabaseSettings read = DatabaseSettings.read(settings);
    settings.throwIfProblems();
    PGSimpleDataSource database = Databases.open(read);
    database.setApplicationName(APPLICATION);
    return database;
  }
}
