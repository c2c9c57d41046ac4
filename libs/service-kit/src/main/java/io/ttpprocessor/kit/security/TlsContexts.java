package io.ttpprocessor.kit.security;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS as it is spoken here: 1.2 and 1.3, by the JDK's own implementation, which is the same on
 * every platform, unpacks no library into a folder, and tells in plain words what it refused.
 */
final class TlsContexts {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** A resumed session is not checked against certificates anew, so none is after so long. */
  private static final int SESSION_SECONDS = 1;

  private TlsContexts() {}

  /** A server's; with {@code clients} it asks every client for a certificate of theirs. */
  static SslContext server(
      AdvancedTlsX509KeyManager identity, Optional<AdvancedTlsX509TrustManager> clients) {
    SslContextBuilder builder = SslContextBuilder.forServer(identity);
    clients.ifPresent(trust -> builder.trustManager(trust).clientAuth(ClientAuth.REQUIRE));
    return build(builder);
  }

  /** A client's; without {@code authority} it trusts whom the JDK trusts. */
  static SslContext client(
      Optional<AdvancedTlsX509TrustManager> authority,
      Optional<AdvancedTlsX509KeyManager> identity) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    authority.ifPresent(builder::trustManager);
    identity.ifPresent(builder::keyManager);
    return build(builder);
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK)
          .protocols(PROTOCOLS)
          .sessionTimeout(SESSION_SECONDS)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JVM has no TLS 1.2 with HTTP/2", e);
    }
  }
}
