package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * How to reach the source.
 *
 * @param endpoint where it listens
 * @param maxMessageBytes largest ledger accepted, in bytes of its message
 * @param firstDelay least time between two attempts to reach it; doubled with each, with jitter
 * @param longestDelay most time between two attempts
 * @param timer runs the attempts; shared, and not blocked by them
 */
public record SourceClient(
    Endpoint endpoint,
    int maxMessageBytes,
    Duration firstDelay,
    Duration longestDelay,
    ScheduledExecutorService timer) {

  /** A new connection, which the caller shuts down. */
  ManagedChannel connect() {
    return GrpcChannels.to(endpoint);
  }
}
