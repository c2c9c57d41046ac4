package io.ttpprocessor.kit.security;

import io.ttpprocessor.kit.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/**
 * The PEM files of one side of TLS connections, as far as they are set.
 *
 * @param certificate the own certificate with its chain; there if and only if the key is
 * @param key the own private key
 * @param authority certificates of those who may vouch for the other side
 * @param isUsable whether each that is set could be read; if not, a problem has been noted
 * @param reloadInterval how often it is looked whether files have been replaced
 */
record TlsFiles(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> authority,
    boolean isUsable,
    Duration reloadInterval) {
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  /**
   * Reads which files there are to be, and each of them once to see whether it can be used.
   *
   * @param own begins the names of the own certificate's and key's variables, as in {@code "TLS"}
   * @param authority names the variable of the authority's file
   */
  static TlsFiles read(Settings settings, String own, String authority) {
    String certificateName = own + "_CERT_FILE";
    String keyName = own + "_KEY_FILE";
    Optional<Path> certificate = path(settings, certificateName);
    Optional<Path> key = path(settings, keyName);
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem(
          certificate.isPresent() ? keyName : certificateName,
          "is not set, but " + (certificate.isPresent() ? certificateName : keyName) + " is");
    }
    Optional<X509Certificate[]> chain =
        certificate.flatMap(file -> load(settings, certificateName, file, PemFiles::certificates));
    Optional<PrivateKey> secret = key.flatMap(file -> load(settings, keyName, file, PemFiles::key));
    if (chain.isPresent()
        && secret.isPresent()
        && !PemFiles.belongTogether(chain.get()[0], secret.get())) {
      settings.problem(keyName, "is not the key of the certificate in " + certificateName);
    }
    Optional<Path> authorityFile = path(settings, authority);
    Optional<X509Certificate[]> authorities =
        authorityFile.flatMap(file -> load(settings, authority, file, PemFiles::certificates));
    return new TlsFiles(
        certificate,
        key,
        authorityFile,
        certificate.isPresent() == chain.isPresent()
            && key.isPresent() == secret.isPresent()
            && authorityFile.isPresent() == authorities.isPresent(),
        settings.duration(
            "TLS_RELOAD_INTERVAL", Duration.ofMinutes(1), Duration.ofMillis(10), LONGEST_INTERVAL));
  }

  /** No files. */
  static TlsFiles none() {
    return new TlsFiles(
        Optional.empty(), Optional.empty(), Optional.empty(), true, Duration.ofMinutes(1));
  }

  /** Whether there is an own certificate to show to the other side. */
  boolean hasIdentity() {
    return certificate.isPresent() && key.isPresent();
  }

  /** The file that a variable names, if it is set and a path. */
  static Optional<Path> path(Settings settings, String name) {
    try {
      return settings.optional(name).map(Path::of);
    } catch (InvalidPathException e) {
      settings.problem(name, "is no path: " + e.getReason());
      return Optional.empty();
    }
  }

  private interface Loader<T> {
    T load(Path file);
  }

  private static <T> Optional<T> load(Settings settings, String name, Path file, Loader<T> loader) {
    try {
      return Optional.of(loader.load(file));
    } catch (IllegalArgumentException e) {
      settings.problem(name, "names " + file + ", which " + e.getMessage());
      return Optional.empty();
    }
  }
}
