package io.ttpprocessor.kit.flowctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.kit.config.ShownValue;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a service with the control plane and sends it heartbeats, in a thread of its own that
 * nothing of the service waits for. After whatever failure it connects and registers anew: a
 * control plane that was restarted does not know the service any more, and one that lost it says so
 * in ways that differ from version to version. The id that was given is kept, so that the service
 * is not known twice.
 *
 * <p>A trouble is logged when it begins and when it is over, which it is with the first heartbeat
 * that is taken.
 */
final class FlowctlRegistration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlowctlRegistration.class);
  private static final long STOP_MILLIS = 1_000;

  private final FlowctlSettings settings;
  private final FlowctlTiming timing;
  private final ServiceInfo service;
  private final Supplier<Map<String, Double>> figures;
  private final FlowctlStatus status;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "flowctl");

  /**
   * The thread's own: the connection, if there is one, the service's id and its failures in a row.
   */
  private ControlPlaneClient client;

  private String id = "";
  private int failures;

  private FlowctlRegistration(
      FlowctlSettings settings,
      FlowctlTiming timing,
      ServiceInfo service,
      Supplier<Map<String, Double>> figures,
      FlowctlStatus status) {
    this.settings = settings;
    this.timing = timing;
    this.service = service;
    this.figures = figures;
    this.status = status;
    thread.setDaemon(true);
  }

  /**
   * Begins to register; returns at once.
   *
   * @param service what is told of the service, without an id
   * @param figures what each heartbeat tells
   */
  static FlowctlRegistration start(
      FlowctlSettings settings,
      FlowctlTiming timing,
      ServiceInfo service,
      Supplier<Map<String, Double>> figures,
      FlowctlStatus status) {
    FlowctlRegistration registration =
        new FlowctlRegistration(settings, timing, service, figures, status);
    registration.thread.start();
    return registration;
  }

  /** Ends a call that is under way; the control plane has no word for leaving it. */
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Duration wait = Duration.ZERO;
      while (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        wait = call();
      }
    } catch (InterruptedException e) {
      log.debug("flowctl's thread ends");
    } finally {
      disconnect();
    }
  }

  /** Registers where that is to be done, sends a heartbeat, and tells when to call again. */
  private Duration call() {
    try {
      boolean isNew = client == null;
      if (isNew) {
        client = new ControlPlaneClient(settings, timing.callLimit());
        register();
      }
      client.heartbeat(id, figuresNow());
      if (isNew) {
        log.info("Registered with flowctl at {} as {}", settings.endpoint(), ShownValue.of(id));
      }
      failures = 0;
      status.succeeded();
      return timing.interval();
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private void register() {
    String given = client.register(service.toBuilder().setServiceId(id).build());
    if (given.isEmpty()) {
      throw Status.INTERNAL.withDescription("it acknowledged without an id").asRuntimeException();
    }
    id = given;
  }

  /** Figures that cannot be told are no reason not to say that the service lives. */
  private Map<String, Double> figuresNow() {
    try {
      return figures.get();
    } catch (RuntimeException e) {
      log.debug("The figures for flowctl cannot be told", e);
      return Map.of();
    }
  }

  private Duration failed(RuntimeException failure) {
    disconnect();
    String reason = reason(failure);
    status.failed(reason);
    failures++;
    if (failures == 1 && stopped.getCount() > 0) {
      log.warn(
          "flowctl at {} cannot be told of this service, which goes on without it and tries again:"
              + " {}",
          settings.endpoint(),
          reason);
    }
    log.debug("flowctl at {}: failure {}", settings.endpoint(), failures, failure);
    return timing.waitAfter(failures);
  }

  private void disconnect() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  /** What the other side says is cut and made fit for a line. */
  private static String reason(RuntimeException failure) {
    if (!(failure instanceof StatusRuntimeException)) {
      return failure.toString();
    }
    Status status = ((StatusRuntimeException) failure).getStatus();
    return status.getCode() + shown(status.getDescription()) + shown(message(status.getCause()));
  }

  /** Of a lost connection gRPC says "io exception", and the cause what happened. */
  private static String message(Throwable cause) {
    return cause == null ? null : cause.getMessage();
  }

  private static String shown(String text) {
    return text == null ? "" : " " + ShownValue.of(text);
  }
}
