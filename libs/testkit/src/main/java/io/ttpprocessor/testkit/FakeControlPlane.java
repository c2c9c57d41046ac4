package io.ttpprocessor.testkit;

import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.flowctl.ControlPlaneGrpc;
import io.ttpprocessor.protos.flowctl.RegistrationAck;
import io.ttpprocessor.protos.flowctl.ServiceHeartbeat;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A control plane as flowctl v0.0.4's: it gives an id to who has none, and knows who has registered
 * until it is told to forget or is restarted. A real server on the loopback address. Thread-safe.
 */
public final class FakeControlPlane implements AutoCloseable {
  /** The component id of the services that are to register. */
  public static final String COMPONENT = "component-of-the-test";

  /** Their network's name. */
  public static final String NETWORK = "testing";

  private final List<ServiceInfo> registrations = new CopyOnWriteArrayList<>();
  private final List<ServiceHeartbeat> heartbeats = new CopyOnWriteArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile Status.Code answerToStrangers = Status.Code.UNKNOWN;
  private volatile boolean hanging;
  private Server server;

  private FakeControlPlane(int port) {
    this.port = port;
    listen();
  }

  /** Starts one on a free port. */
  public static FakeControlPlane start() {
    return at(ChildProcess.freePort());
  }

  /** Starts one on this port. */
  public static FakeControlPlane at(int port) {
    return new FakeControlPlane(port);
  }

  /** Where it listens: {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The variables of a service that is to register here, and to be heard often. */
  public Map<String, String> variables() {
    return Map.of(
        "ENABLE_FLOWCTL",
        "true",
        "FLOWCTL_ENDPOINT",
        address(),
        "FLOWCTL_HEARTBEAT_INTERVAL",
        "100ms",
        "FLOWCTL_COMPONENT_ID",
        COMPONENT,
        "STELLAR_NETWORK",
        NETWORK);
  }

  /** Who has registered, in order, each time. */
  public List<ServiceInfo> registrations() {
    return registrations;
  }

  /** The heartbeats of those whom it knew. */
  public List<ServiceHeartbeat> heartbeats() {
    return heartbeats;
  }

  /** Knows nobody any more, and answers heartbeats so until they register again. */
  public void forget(Status.Code answer) {
    answerToStrangers = answer;
    known.clear();
  }

  /** Takes calls from now on and answers none, or answers again. */
  public void hang(boolean isHanging) {
    hanging = isHanging;
  }

  /** Ends, and with it all connections. */
  public void stop() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts anew on the same port, and knows nobody. */
  public void restart() {
    stop();
    known.clear();
    listen();
  }

  @Override
  public void close() {
    stop();
  }

  private void listen() {
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .addService(new Service())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Service extends ControlPlaneGrpc.ControlPlaneImplBase {
    @Override
    public void register(ServiceInfo service, StreamObserver<RegistrationAck> answer) {
      registrations.add(service);
      String id =
          service.getServiceId().isEmpty()
              ? service.getServiceType() + "-" + registrations.size()
              : service.getServiceId();
      known.add(id);
      if (!hanging) {
        answer.onNext(RegistrationAck.newBuilder().setServiceId(id).build());
        answer.onCompleted();
      }
    }

    @Override
    public void heartbeat(ServiceHeartbeat heartbeat, StreamObserver<Empty> answer) {
      if (hanging) {
        return;
      }
      if (!known.contains(heartbeat.getServiceId())) {
        answer.onError(
            answerToStrangers
                .toStatus()
                .withDescription("service " + heartbeat.getServiceId() + " not found")
                .asRuntimeException());
        return;
      }
      heartbeats.add(heartbeat);
      answer.onNext(Empty.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
