package io.ttpprocessor.store;

import io.ttpprocessor.kit.config.Secret;
import java.util.Optional;

/**
 * Where the database is and how to sign in.
 *
 * @param sslMode as libpq's sslmode: disable, allow, prefer, require, verify-ca, verify-full
 * @param sslRootCertificate file of the certificates that the server's must go back to
 */
public record DatabaseSettings(
    String host,
    int port,
    String database,
    String user,
    Secret password,
    String sslMode,
    Optional<String> sslRootCertificate) {}
