package io.ttpprocessor.kit.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.security.AccessRole;
import io.ttpprocessor.kit.security.ServerSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server with health ({@code grpc.health.v1}) and reflection beside the services it is
 * given. Where tokens are needed, health is open to all and reflection to administrators. Closing
 * it refuses new calls, ends the open streams of each {@link StreamingService} with UNAVAILABLE,
 * and cuts off what is left after {@value #GRACE_SECONDS} seconds. A peer that has gone without a
 * word is noticed within 40 seconds, and its streams are ended.
 */
public final class GrpcServer implements AutoCloseable {
  private static final int MAX_INBOUND_MESSAGE_BYTES = 4 << 20;
  private static final int MAX_METADATA_BYTES = 16 << 10;
  private static final int MAX_CALLS_PER_CONNECTION = 256;

  /** A client that resets streams faster attacks the server (CVE-2023-44487), or is broken. */
  private static final int MAX_RESETS = 400;

  private static final int RESET_WINDOW_SECONDS = 10;

  /** Of connections without calls; one with calls has no greatest age, since live streams last. */
  private static final int IDLE_MINUTES = 30;

  private static final int HANDSHAKE_SECONDS = 20;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;
  private static final int PERMIT_KEEP_ALIVE_SECONDS = 10;
  private static final int GRACE_SECONDS = 3;

  private final Server server;
  private final HealthStatusManager health;
  private final List<StreamingService> streaming;
  private HealthReporter reporter;

  private GrpcServer(Server server, HealthStatusManager health, List<StreamingService> streaming) {
    this.server = server;
    this.health = health;
    this.streaming = List.copyOf(streaming);
  }

  /** A builder for a server on {@code port}; 0 takes any free one. */
  public static Builder builder(int port) {
    return new Builder(port);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Lets gRPC health follow the health page from now on: NOT_SERVING while the report is unhealthy
   * or fails. Called once at most.
   */
  public void follow(HealthReport report) {
    reporter = new HealthReporter(report, this::setServing);
  }

  /** Sets what gRPC health answers for the server as a whole; SERVING from the start. */
  public void setServing(boolean serving) {
    health.setStatus(
        HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
        serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** The health service's state, for a status per service name. */
  public HealthStatusManager health() {
    return health;
  }

  @Override
  public void close() {
    if (reporter != null) {
      reporter.close();
    }
    health.enterTerminalState();
    server.shutdown();
    Status status = Status.UNAVAILABLE.withDescription("the server is shutting down");
    streaming.forEach(service -> service.closeStreams(status));
    try {
      if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
        server.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Collects a server's services. */
  public static final class Builder {
    private final int port;
    private final List<BindableService> services = new ArrayList<>();
    private final List<ServerInterceptor> interceptors = new ArrayList<>();
    private ServerSecurity security = ServerSecurity.ofThisMachine();

    private Builder(int port) {
      this.port = port;
    }

    /** Where to listen and who may connect; this machine alone unless set. */
    public Builder security(ServerSecurity secured) {
      this.security = secured;
      return this;
    }

    /**
     * Lets a peer have so many streams at a time.
     *
     * @param setting names the variable that says so, for who is refused
     */
    public Builder streamsPerPeer(int most, String setting) {
      interceptors.add(new PeerLimit(most, setting));
      return this;
    }

    /** Adds a service. */
    public Builder service(BindableService service) {
      services.add(service);
      return this;
    }

    /**
     * Starts listening.
     *
     * @throws IOException when it cannot listen there, or TLS cannot be set up; the message names
     *     address and port
     */
    public GrpcServer start() throws IOException {
      String host = security.bindAddress();
      HealthStatusManager health = new HealthStatusManager();
      NettyServerBuilder builder =
          limited(
              NettyServerBuilder.forAddress(
                  new InetSocketAddress(host, port), security.credentials()));
      Map<String, AccessRole> roles = new HashMap<>();
      add(builder, roles, health.getHealthService(), AccessRole.OPEN);
      add(builder, roles, ProtoReflectionServiceV1.newInstance(), AccessRole.ADMIN);
      add(builder, roles, olderReflection(), AccessRole.ADMIN);
      List<StreamingService> streaming = new ArrayList<>();
      for (BindableService service : services) {
        add(builder, roles, service, AccessRole.READ);
        if (service instanceof StreamingService) {
          streaming.add((StreamingService) service);
        }
      }
      builder.intercept(new SerializingTransport());
      interceptors.forEach(builder::intercept);
      // The last to be added is the first to be asked.
      security.gate(roles).ifPresent(builder::intercept);
      try {
        return new GrpcServer(builder.build().start(), health, streaming);
      } catch (IOException e) {
        throw new IOException("cannot serve gRPC on " + host + ":" + port, e);
      }
    }

    private static NettyServerBuilder limited(NettyServerBuilder builder) {
      return builder
          .withChildOption(ChannelOption.ALLOCATOR, TransportBuffers.pooled())
          .maxInboundMessageSize(MAX_INBOUND_MESSAGE_BYTES)
          .maxInboundMetadataSize(MAX_METADATA_BYTES)
          .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
          .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
          .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
          .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
          .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
          .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .permitKeepAliveTime(PERMIT_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
          .permitKeepAliveWithoutCalls(true);
    }

    private static void add(
        NettyServerBuilder builder,
        Map<String, AccessRole> roles,
        BindableService service,
        AccessRole role) {
      ServerServiceDefinition definition = service.bindService();
      roles.put(definition.getServiceDescriptor().getName(), role);
      builder.addService(definition);
    }

    /** What older tools ask for; it goes when gRPC drops it. */
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
      return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }
  }
}
