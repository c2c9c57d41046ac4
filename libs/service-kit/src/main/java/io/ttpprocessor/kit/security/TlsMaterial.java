package io.ttpprocessor.kit.security;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What TLS connections are made with, read again when its files are replaced; a file that cannot be
 * used is told in the log, and what was read before it stays.
 */
final class TlsMaterial implements AutoCloseable {
  private final TlsFiles files;
  private final FileWatch watch;

  TlsMaterial(TlsFiles files) {
    this.files = files;
    this.watch = new FileWatch(files.reloadInterval());
  }

  /** What is wrong with files that were replaced, if anything is. */
  Optional<String> problem() {
    return watch.problem();
  }

  /** For a server, which asks its clients for certificates if there is an authority for them. */
  ServerCredentials server() throws IOException {
    try {
      return NettySslContextServerCredentials.create(
          TlsContexts.server(keyManager(), trustManager(true)));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** For a client; without an authority of its own it trusts those that the JDK trusts. */
  ChannelCredentials client() throws IOException {
    try {
      Optional<AdvancedTlsX509KeyManager> identity =
          files.hasIdentity() ? Optional.of(keyManager()) : Optional.empty();
      return NettySslContextChannelCredentials.create(
          TlsContexts.client(trustManager(false), identity));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private AdvancedTlsX509KeyManager keyManager() {
    Path certificate = files.certificate().orElseThrow();
    Path key = files.key().orElseThrow();
    AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
    watch.load(
        List.of(certificate, key),
        () -> {
          X509Certificate[] chain = PemFiles.identity(certificate);
          PrivateKey secret = PemFiles.key(key);
          if (!PemFiles.belongTogether(chain[0], secret)) {
            throw new IllegalArgumentException("the key is not the certificate's");
          }
          manager.updateIdentityCredentials(chain, secret);
        });
    return manager;
  }

  /** A client's certificate names nobody's host; a server's must name the one that was called. */
  private Optional<AdvancedTlsX509TrustManager> trustManager(boolean ofClients)
      throws GeneralSecurityException {
    if (files.authority().isEmpty()) {
      return Optional.empty();
    }
    Path authority = files.authority().get();
    AdvancedTlsX509TrustManager manager =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(
                ofClients
                    ? AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION
                    : AdvancedTlsX509TrustManager.Verification
                        .CERTIFICATE_AND_HOST_NAME_VERIFICATION)
            .build();
    watch.load(List.of(authority), () -> trust(manager, PemFiles.authorities(authority)));
    return Optional.of(manager);
  }

  private static void trust(AdvancedTlsX509TrustManager manager, X509Certificate[] authorities) {
    try {
      manager.updateTrustCredentials(authorities);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("holds certificates that cannot be trusted", e);
    }
  }
}
