package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.security.ClientSecurity;
import java.util.List;

/**
 * A source that is another process.
 *
 * @param endpoint where it listens
 * @param security how it is connected to
 */
public record RemoteSource(Endpoint endpoint, ClientSecurity security) implements Source {
  /** Sources that are connected to in plaintext. */
  public static List<Source> inPlaintext(List<Endpoint> endpoints) {
    return endpoints.stream()
        .<Source>map(endpoint -> new RemoteSource(endpoint, ClientSecurity.plaintext()))
        .toList();
  }

  @Override
  public ManagedChannel connect() {
    return GrpcChannels.to(endpoint, security);
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
