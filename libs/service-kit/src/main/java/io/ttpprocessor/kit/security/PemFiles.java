package io.ttpprocessor.kit.security;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

/** Certificates and keys in PEM files; what is wrong with one is said without showing any of it. */
final class PemFiles {
  private static final byte[] PROOF = {1, 2, 3};

  private PemFiles() {}

  /**
   * The certificates of a file, at least one, none of which is past its time.
   *
   * @throws IllegalArgumentException with words that go on after the file's name
   */
  static X509Certificate[] identity(Path file) {
    X509Certificate[] chain = certificates(file);
    for (X509Certificate certificate : chain) {
      if (hasExpired(certificate)) {
        throw new IllegalArgumentException(
            "holds a certificate that has expired on " + certificate.getNotAfter().toInstant());
      }
    }
    return chain;
  }

  /**
   * Those whom a file trusts; some may be past their time, as bundles of authorities have them.
   *
   * @throws IllegalArgumentException with words that go on after the file's name
   */
  static X509Certificate[] authorities(Path file) {
    X509Certificate[] authorities = certificates(file);
    if (Arrays.stream(authorities).allMatch(PemFiles::hasExpired)) {
      throw new IllegalArgumentException("holds none but certificates that have expired");
    }
    return authorities;
  }

  private static boolean hasExpired(X509Certificate certificate) {
    return certificate.getNotAfter().before(Date.from(Instant.now()));
  }

  private static X509Certificate[] certificates(Path file) {
    X509Certificate[] certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateUtils.getX509Certificates(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("holds no certificate in PEM form", e);
    }
    if (certificates.length == 0) {
      throw new IllegalArgumentException("holds no certificate in PEM form");
    }
    return certificates;
  }

  /**
   * The private key of a file, in PKCS #8 and without a password.
   *
   * @throws IllegalArgumentException with words that go on after the file's name
   */
  static PrivateKey key(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateUtils.getPrivateKey(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read", e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "holds no private key in PEM form (PKCS #8, BEGIN PRIVATE KEY, without a password)", e);
    }
  }

  /** Whether the key is the one whose certificate this is. */
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROOF);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROOF);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
