package io.ttpprocessor.kit.grpc;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.ttpprocessor.kit.observe.HealthReport;
import java.io.IOException;

/**
 * A gRPC service with health, without a socket: calls come from this process alone, and messages
 * are handed over as they are. Whoever calls it needs not know that it is no other process.
 */
public final class InProcessGrpcServer implements AutoCloseable {
  private final String name;
  private final Server server;
  private final HealthReporter reporter;

  private InProcessGrpcServer(String name, Server server, HealthReporter reporter) {
    this.name = name;
    this.server = server;
    this.reporter = reporter;
  }

  /**
   * Serves {@code service} from now on.
   *
   * @param report gRPC health is NOT_SERVING while it is unhealthy or fails
   */
  public static InProcessGrpcServer start(BindableService service, HealthReport report)
      throws IOException {
    String name = InProcessServerBuilder.generateName();
    HealthStatusManager health = new HealthStatusManager();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(service)
            .addService(health.getHealthService())
            .build()
            .start();
    HealthReporter reporter =
        new HealthReporter(
            report,
            serving ->
                health.setStatus(
                    HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                    serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
    return new InProcessGrpcServer(name, server, reporter);
  }

  /** A new connection, which the caller shuts down. */
  public ManagedChannel connect() {
    return InProcessChannelBuilder.forName(name).build();
  }

  /** Cuts off what is open. */
  @Override
  public void close() {
    reporter.close();
    server.shutdownNow();
  }
}
