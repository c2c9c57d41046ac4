package io.ttpprocessor.store;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.Plaintext;
import java.util.Optional;

/**
 * Where the database is and how to sign in.
 *
 * @param host POSTGRES_HOST
 * @param port POSTGRES_PORT
 * @param database POSTGRES_DB: its name
 * @param user POSTGRES_USER
 * @param password POSTGRES_PASSWORD
 * @param sslMode POSTGRES_SSLMODE, as libpq's sslmode: disable, allow, prefer, require, verify-ca,
 *     verify-full
 * @param sslRootCertificate POSTGRES_SSLROOTCERT: file of the certificates that the server's must
 *     go back to
 */
public record DatabaseSettings(
    String host,
    int port,
    String database,
    String user,
    Secret password,
    String sslMode,
    Optional<String> sslRootCertificate) {

  /** Reads the variables; what is wrong with them is noted in {@code settings}. */
  public static DatabaseSettings read(Settings settings) {
    String sslMode = settings.text("POSTGRES_SSLMODE", "disable");
    if (!Databases.isSslMode(sslMode)) {
      settings.problem(
          "POSTGRES_SSLMODE",
          "is none of disable, allow, prefer, require, verify-ca and verify-full");
    }
    String host = settings.text("POSTGRES_HOST", "localhost");
    if (!Databases.isEncrypted(sslMode)) {
      Plaintext.check(settings, "POSTGRES_HOST", host, "set POSTGRES_SSLMODE=verify-full");
    }
    return new DatabaseSettings(
        host,
        settings.integer("POSTGRES_PORT", 5432, 1, 65_535),
        settings.text("POSTGRES_DB", "stellar"),
        settings.text("POSTGRES_USER", "postgres"),
        settings.secret("POSTGRES_PASSWORD", "postgres"),
        sslMode,
        settings.optional("POSTGRES_SSLROOTCERT"));
  }
}
