package io.ttpprocessor.kit.security;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.ttpprocessor.kit.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a service listens, and who may connect:
 *
 * <ul>
 *   <li>BIND_ADDRESS: of the gRPC port; this machine alone unless set
 *   <li>TLS_CERT_FILE, TLS_KEY_FILE: the server's certificate with its chain, and its key
 *   <li>TLS_CLIENT_CA_FILE: clients must show a certificate of this authority's
 *   <li>AUTH_TOKENS_FILE: clients must show one of these bearer tokens
 *   <li>HEALTH_BIND_ADDRESS: of the health port, which is never encrypted
 *   <li>TLS_RELOAD_INTERVAL: how often it is looked whether certificates were replaced
 * </ul>
 */
public final class ServerSecurity implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String TOKENS = "AUTH_TOKENS_FILE";

  /** A token that was taken from somebody must not work for long. */
  private static final Duration TOKEN_INTERVAL = Duration.ofSeconds(1);

  private final String bindAddress;
  private final String healthBindAddress;
  private final TlsMaterial tls;
  private final Optional<Path> tokens;
  private final boolean isEncrypted;
  private final FileWatch tokenWatch = new FileWatch(TOKEN_INTERVAL);

  private ServerSecurity(
      String bindAddress, String healthBindAddress, TlsFiles files, Optional<Path> tokens) {
    this.bindAddress = bindAddress;
    this.healthBindAddress = healthBindAddress;
    this.isEncrypted = files.hasIdentity();
    this.tls = new TlsMaterial(files);
    this.tokens = tokens;
  }

  /** Reads the settings, noting what cannot be used. */
  public static ServerSecurity read(Settings settings) {
    TlsFiles files = TlsFiles.read(settings, "TLS", "TLS_CLIENT_CA_FILE");
    if (files.authority().isPresent() && !files.hasIdentity()) {
      settings.problem("TLS_CLIENT_CA_FILE", "is set, but TLS_CERT_FILE and TLS_KEY_FILE are not");
    }
    String bind = ListenAddresses.ofGrpc(settings);
    if (!files.hasIdentity()) {
      Plaintext.check(settings, ListenAddresses.BIND, bind, "set TLS_CERT_FILE and TLS_KEY_FILE");
    }
    String healthBind = ListenAddresses.ofHealth(settings);
    Plaintext.check(settings, ListenAddresses.HEALTH_BIND, healthBind, "leave it unset");
    Optional<Path> tokens = TlsFiles.path(settings, TOKENS);
    tokens.ifPresent(file -> checkTokens(settings, file));
    if (tokens.isPresent() && !files.hasIdentity() && !Plaintext.isLoopback(bind)) {
      settings.problem(
          TOKENS, "is set, but tokens would be sent in plaintext: set TLS_CERT_FILE as well");
    }
    return new ServerSecurity(bind, healthBind, files, tokens);
  }

  /** This machine alone, in plaintext and without tokens. */
  public static ServerSecurity ofThisMachine() {
    return new ServerSecurity(LOOPBACK, LOOPBACK, TlsFiles.none(), Optional.empty());
  }

  private static void checkTokens(Settings settings, Path file) {
    try {
      AccessTokens.parse(Files.readString(file));
    } catch (IOException e) {
      settings.problem(TOKENS, "names " + file + ", which cannot be read");
    } catch (IllegalArgumentException e) {
      settings.problem(TOKENS, "names " + file + ", which cannot be used: " + e.getMessage());
    }
  }

  /** Where gRPC is served. */
  public String bindAddress() {
    return bindAddress;
  }

  /** Where health and metrics are served. */
  public String healthBindAddress() {
    return healthBindAddress;
  }

  /** What connections are made with. */
  public ServerCredentials credentials() throws IOException {
    return isEncrypted ? tls.server() : InsecureServerCredentials.create();
  }

  /**
   * What looks at tokens, if there are any.
   *
   * @param services what it takes to call each service, by its full name; others are for nobody
   */
  public Optional<ServerInterceptor> gate(Map<String, AccessRole> services) throws IOException {
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TokenGate(tokenWatch.value(tokens.get(), AccessTokens::parse), services));
    } catch (IllegalArgumentException e) {
      throw new IOException(tokens.get() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** What is wrong with files that were replaced, if anything is. */
  Optional<String> problem() {
    return tls.problem().or(tokenWatch::problem);
  }

  /** For people: how connections are protected. */
  @Override
  public String toString() {
    return (isEncrypted ? "TLS" : "plaintext") + (tokens.isPresent() ? " with tokens" : "");
  }

  /** Files are looked at no longer. */
  @Override
  public void close() {
    tls.close();
    tokenWatch.close();
  }
}
