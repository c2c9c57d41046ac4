package io.ttpprocessor.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** An authority that issues certificates for a test, and the files that settings name. */
public final class Certificates {
  private final Path folder;
  private final String name;
  private final HeldCertificate authority;

  /** One with a name and a new key, whose files are in {@code folder}. */
  public Certificates(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    this.authority = new HeldCertificate.Builder().commonName(name).certificateAuthority(0).build();
  }

  /** A certificate of this authority's for a host, valid now. */
  public HeldCertificate issue(String host) {
    return issue(host, Instant.now().plus(Duration.ofDays(1)));
  }

  /** The same, valid until {@code notAfter}. */
  public HeldCertificate issue(String host, Instant notAfter) {
    return new HeldCertificate.Builder()
        .commonName(host)
        .addSubjectAlternativeName(host)
        .validityInterval(
            Instant.now().minus(Duration.ofDays(2)).toEpochMilli(), notAfter.toEpochMilli())
        .signedBy(authority)
        .build();
  }

  /** A new certificate for a host with the key of another. */
  public HeldCertificate renew(HeldCertificate former, String host) {
    return new HeldCertificate.Builder()
        .commonName(host)
        .addSubjectAlternativeName(host)
        .keyPair(former.keyPair())
        .signedBy(authority)
        .build();
  }

  /** The authority's own certificate as a file. */
  public Path authorityFile() throws IOException {
    return write(name + "-authority.crt", pem(authority));
  }

  /** Settings that name the certificate's and the key's file, which are (over)written. */
  public Map<String, String> identity(String prefix, HeldCertificate certificate)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix + "_CERT_FILE", write(prefix + ".crt", pem(certificate)).toString());
    settings.put(
        prefix + "_KEY_FILE", write(prefix + ".key", certificate.privateKeyPkcs8Pem()).toString());
    return settings;
  }

  private static String pem(HeldCertificate certificate) {
    return certificate.certificatePem();
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }
}
