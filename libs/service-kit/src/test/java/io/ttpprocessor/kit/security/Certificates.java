package io.ttpprocessor.kit.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** An authority that issues certificates for a test, and the files that settings name. */
final class Certificates {
  private final Path folder;
  private final HeldCertificate authority;

  Certificates(Path folder, String name) {
    this.folder = folder;
    this.authority = new HeldCertificate.Builder().commonName(name).certificateAuthority(0).build();
  }

  /** A certificate of this authority's for a host, valid now. */
  HeldCertificate issue(String host) {
    return issue(host, Instant.now().plus(Duration.ofDays(1)));
  }

  HeldCertificate issue(String host, Instant notAfter) {
    return new HeldCertificate.Builder()
        .commonName(host)
        .addSubjectAlternativeName(host)
        .validityInterval(
            Instant.now().minus(Duration.ofDays(2)).toEpochMilli(), notAfter.toEpochMilli())
        .signedBy(authority)
        .build();
  }

  /** The authority's own certificate as a file. */
  Path authorityFile() throws IOException {
    return write("authority-" + authority.certificate().getSerialNumber(), pem(authority));
  }

  /** Settings that name the certificate's and the key's file, which are (over)written. */
  Map<String, String> identity(String prefix, HeldCertificate certificate) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix + "_CERT_FILE", write(prefix + ".crt", pem(certificate)).toString());
    settings.put(
        prefix + "_KEY_FILE", write(prefix + ".key", certificate.privateKeyPkcs8Pem()).toString());
    return settings;
  }

  private static String pem(HeldCertificate certificate) {
    return certificate.certificatePem();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
