package io.ttpprocessor.kit.flowctl;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.flowctl.ControlPlaneGrpc;
import io.ttpprocessor.protos.flowctl.ControlPlaneGrpc.ControlPlaneBlockingStub;
import io.ttpprocessor.protos.flowctl.ServiceHeartbeat;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connection to the control plane. Each call ends within its limit, whatever the other side
 * does; one that fails throws StatusRuntimeException.
 */
final class ControlPlaneClient implements AutoCloseable {
  /** More than any acknowledgement needs; what is longer is refused. */
  private static final int LARGEST_ANSWER_BYTES = 1 << 20;

  private final ManagedChannel channel;
  private final ControlPlaneBlockingStub stub;
  private final Duration callLimit;

  ControlPlaneClient(FlowctlSettings settings, Duration callLimit) {
    this.channel = GrpcChannels.to(settings.endpoint(), settings.security());
    this.stub =
        ControlPlaneGrpc.newBlockingStub(channel).withMaxInboundMessageSize(LARGEST_ANSWER_BYTES);
    this.callLimit = callLimit;
  }

  /** Registers; the id by which the service is known from now on, which may be empty. */
  String register(ServiceInfo service) throws StatusRuntimeException {
    return limited().register(service).getServiceId();
  }

  /** Tells that the service of this id lives, and its figures. */
  void heartbeat(String id, Map<String, Double> figures) throws StatusRuntimeException {
    Instant now = Instant.now();
    limited()
        .heartbeat(
            ServiceHeartbeat.newBuilder()
                .setServiceId(id)
                .setTimestamp(
                    Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .putAllMetrics(figures)
                .build());
  }

  private ControlPlaneBlockingStub limited() {
    return stub.withDeadlineAfter(callLimit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
