package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.security.ClientSecurity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * How to reach the sources.
 *
 * @param endpoints where they listen, the preferred first
 * @param security how they are connected to
 * @param maxMessageBytes largest ledger accepted, in bytes of its message
 * @param firstDelay least time between two attempts to reach it; doubled with each, with jitter
 * @param longestDelay most time between two attempts
 * @param standInPatience how long one that is not the preferred may send nothing
 * @param timer runs the attempts; shared, and not blocked by them
 * @param overlap what is compared where a stream goes over from one to another
 */
public record SourceClient(
    List<Endpoint> endpoints,
    ClientSecurity security,
    int maxMessageBytes,
    Duration firstDelay,
    Duration longestDelay,
    Duration standInPatience,
    ScheduledExecutorService timer,
    Overlap overlap) {

  /** As above, in plaintext, and nothing is compared. */
  public SourceClient(
      List<Endpoint> endpoints,
      int maxMessageBytes,
      Duration firstDelay,
      Duration longestDelay,
      Duration standInPatience,
      ScheduledExecutorService timer) {
    this(
        endpoints,
        ClientSecurity.plaintext(),
        maxMessageBytes,
        firstDelay,
        longestDelay,
        standInPatience,
        timer,
        new Overlap(0));
  }

  /** A new connection to one of them, which the caller shuts down. */
  ManagedChannel connect(Endpoint endpoint) {
    return GrpcChannels.to(endpoint, security);
  }

  /** Where they listen, for people. */
  public String text() {
    return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
  }
}
