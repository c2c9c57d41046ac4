package io.ttpprocessor.kit.security;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What TLS connections are made with, read again when its files are replaced; a file that cannot be
 * used is told in the log, and what was read before it stays. Both files of an identity must change
 * for either to be read.
 */
final class TlsMaterial implements AutoCloseable {
  private final TlsFiles files;

  /** Its thread starts with the first file. */
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(TlsMaterial::daemon);

  TlsMaterial(TlsFiles files) {
    this.files = files;
  }

  /** For a server, which asks its clients for certificates if there is an authority for them. */
  ServerCredentials server() throws IOException {
    try {
      TlsServerCredentials.Builder credentials =
          TlsServerCredentials.newBuilder().keyManager(keyManager());
      if (files.authority().isPresent()) {
        credentials
            .trustManager(trustManager(true))
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return credentials.build();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** For a client; without an authority of its own it trusts those that the JDK trusts. */
  ChannelCredentials client() throws IOException {
    try {
      TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
      if (files.authority().isPresent()) {
        credentials.trustManager(trustManager(false));
      }
      if (files.hasIdentity()) {
        credentials.keyManager(keyManager());
      }
      return credentials.build();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }

  private AdvancedTlsX509KeyManager keyManager() throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
    manager.updateIdentityCredentials(
        files.certificate().orElseThrow().toFile(),
        files.key().orElseThrow().toFile(),
        files.reloadInterval().toMillis(),
        TimeUnit.MILLISECONDS,
        reader);
    return manager;
  }

  /** A client's certificate names nobody's host; a server's must name the one that was called. */
  private AdvancedTlsX509TrustManager trustManager(boolean ofClients)
      throws IOException, GeneralSecurityException {
    AdvancedTlsX509TrustManager manager =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(
                ofClients
                    ? AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION
                    : AdvancedTlsX509TrustManager.Verification
                        .CERTIFICATE_AND_HOST_NAME_VERIFICATION)
            .build();
    manager.updateTrustCredentials(
        files.authority().orElseThrow().toFile(),
        files.reloadInterval().toMillis(),
        TimeUnit.MILLISECONDS,
        reader);
    return manager;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tls-files");
    thread.setDaemon(true);
    return thread;
  }
}
