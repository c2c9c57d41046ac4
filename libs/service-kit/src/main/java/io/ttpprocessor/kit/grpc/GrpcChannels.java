package io.ttpprocessor.kit.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.security.ClientSecurity;
import java.util.concurrent.TimeUnit;

/** Connections to other services, with this project's limits. */
public final class GrpcChannels {
  /** Largest message accepted, in bytes; gRPC's default of 4 MiB is less than a full ledger. */
  public static final int MAX_INBOUND_MESSAGE_BYTES = 256 << 20;

  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;

  private GrpcChannels() {}

  /** The same in plaintext. */
  public static ManagedChannel to(Endpoint endpoint) {
    return to(endpoint, ClientSecurity.plaintext());
  }

  /**
   * A channel that connects on first use and notices a dead peer within 40 seconds of silence. The
   * caller shuts it down.
   */
  public static ManagedChannel to(Endpoint endpoint, ClientSecurity security) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port(), security.credentials());
    security.tokenInterceptor().ifPresent(builder::intercept);
    builder.intercept(new ConnectionFaults(endpoint, security.isEncrypted()));
    return builder
        .maxInboundMessageSize(MAX_INBOUND_MESSAGE_BYTES)
        .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .build();
  }
}
