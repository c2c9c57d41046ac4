package io.ttpprocessor.kit.security;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a service connects to another. The variables' names begin with the other's, as in {@code
 * SOURCE_TLS_CA_FILE}:
 *
 * <ul>
 *   <li>{@code …_TLS}: whether the connection is encrypted; so it is if any of these is set
 *   <li>{@code …_TLS_CA_FILE}: who may vouch for the server; the JDK's authorities unless set
 *   <li>{@code …_TLS_CERT_FILE}, {@code …_TLS_KEY_FILE}: what is shown to the server
 *   <li>{@code …_TOKEN_FILE}: the bearer token, which is sent over TLS alone
 * </ul>
 *
 * <p>Files are read again when they are replaced. One for each link, open as long as the process.
 */
public final class ClientSecurity implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** A token is renewed before the old one ends, but not by much. */
  private static final Duration TOKEN_INTERVAL = Duration.ofSeconds(1);

  private final TlsMaterial tls;
  private final ChannelCredentials credentials;
  private final Token token;

  private ClientSecurity(TlsMaterial tls, ChannelCredentials credentials, Token token) {
    this.tls = tls;
    this.credentials = credentials;
    this.token = token;
  }

  /** The token as its file has it now, if there is one, and what looks at the file. */
  private record Token(FileWatch watch, Optional<Supplier<String>> value) {}

  /** Unencrypted. */
  public static ClientSecurity plaintext() {
    return new ClientSecurity(
        new TlsMaterial(TlsFiles.none()),
        InsecureChannelCredentials.create(),
        new Token(new FileWatch(TOKEN_INTERVAL), Optional.empty()));
  }

  /**
   * Reads the settings of the link to these servers, noting what cannot be used.
   *
   * @param link begins the variables' names
   * @param variable names the variable that names the servers
   */
  public static ClientSecurity read(
      Settings settings, String link, String variable, List<Endpoint> servers) {
    TlsFiles files = TlsFiles.read(settings, link + "_TLS", link + "_TLS_CA_FILE");
    boolean isEncrypted =
        settings.flag(link + "_TLS", files.hasIdentity() || files.authority().isPresent());
    Optional<Path> tokenFile = TlsFiles.path(settings, link + "_TOKEN_FILE");
    if (!isEncrypted) {
      refuseWithoutTls(settings, link, files, tokenFile);
      for (Endpoint server : servers) {
        Plaintext.check(settings, variable, server.host(), "set " + link + "_TLS=true");
      }
    }
    FileWatch watch = new FileWatch(TOKEN_INTERVAL);
    Optional<Supplier<String>> token =
        tokenFile.flatMap(file -> token(settings, link + "_TOKEN_FILE", watch, file));
    TlsMaterial tls = new TlsMaterial(files);
    return new ClientSecurity(
        tls,
        credentials(settings, link, tls, isEncrypted && files.isUsable()),
        new Token(watch, token));
  }

  private static void refuseWithoutTls(
      Settings settings, String link, TlsFiles files, Optional<Path> tokenFile) {
    if (files.hasIdentity() || files.authority().isPresent()) {
      settings.problem(link + "_TLS", "is false, but certificates are set");
    }
    if (tokenFile.isPresent()) {
      settings.problem(
          link + "_TOKEN_FILE", "is set, but " + link + "_TLS is not: no token goes in plaintext");
    }
  }

  private static ChannelCredentials credentials(
      Settings settings, String link, TlsMaterial tls, boolean isEncrypted) {
    if (isEncrypted) {
      try {
        return tls.client();
      } catch (IOException | RuntimeException e) {
        settings.problem(link + "_TLS", "cannot be set up: " + e.getMessage());
      }
    }
    return InsecureChannelCredentials.create();
  }

  private static Optional<Supplier<String>> token(
      Settings settings, String name, FileWatch watch, Path file) {
    try {
      return Optional.of(watch.value(file, ClientSecurity::token));
    } catch (IllegalArgumentException e) {
      settings.problem(name, "names " + file + ", which cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String token(String text) {
    String token = text.strip();
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException("it is not one token of visible ASCII characters");
    }
    return token;
  }

  /** What connections are made with. */
  public ChannelCredentials credentials() {
    return credentials;
  }

  /** What puts the token, if there is one, on each call. */
  public Optional<ClientInterceptor> tokenInterceptor() {
    return token.value().map(Bearer::new);
  }

  /** Whether connections are encrypted. */
  public boolean isEncrypted() {
    return !(credentials instanceof InsecureChannelCredentials);
  }

  /** What is wrong with files that were replaced, if anything is. */
  Optional<String> problem() {
    return tls.problem().or(token.watch()::problem);
  }

  /** Files are looked at no longer. */
  @Override
  public void close() {
    tls.close();
    token.watch().close();
  }

  private record Bearer(Supplier<String> token) implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          headers.put(AUTHORIZATION, "Bearer " + token.get());
          super.start(listener, headers);
        }
      };
    }
  }
}
