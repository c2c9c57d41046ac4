package io.ttpprocessor.processor.source;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.observe.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether any source serves, also while nobody asks for ledgers: asks each for its health, on
 * a connection that is kept open, so that one which has frozen is found as well as one which has
 * gone. A source that knows no such question, as the original's, is taken at its answer. Each that
 * serves is asked for its network as well.
 */
public final class SourceMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceMonitor.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Watched> sources;
  private final Outage outage = new Outage(System::nanoTime);
  private final String text;
  private final ScheduledFuture<?> check;

  /** Of the checking thread alone. */
  private boolean served;

  private SourceMonitor(SourceClient client, String passphrase, Duration interval) {
    this.sources =
        client.sources().stream().map(source -> new Watched(source, passphrase)).toList();
    this.text = client.text();
    this.check =
        client
            .timer()
            .scheduleWithFixedDelay(this::check, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Starts asking, every {@code interval}.
   *
   * @param passphrase of the network that the sources should be of
   */
  public static SourceMonitor start(SourceClient client, String passphrase, Duration interval) {
    return new SourceMonitor(client, passphrase, interval);
  }

  /** Which source is of another network; empty where none is known to be. */
  public Optional<String> wrongNetwork() {
    return sources.stream()
        .map(source -> source.network.problem())
        .filter(problem -> !problem.isEmpty())
        .findFirst();
  }

  /** Whether any of them served when last asked. */
  public boolean isReachable() {
    return sources.stream().anyMatch(source -> source.serves);
  }

  /** How long none of them has served. */
  public Outage outage() {
    return outage;
  }

  @Override
  public void close() {
    check.cancel(false);
    sources.forEach(source -> source.channel.shutdownNow());
  }

  private void check() {
    try {
      sources.forEach(Watched::ask);
    } catch (RuntimeException e) {
      // Thrown on, it would end the checks for good.
      log.error("a source cannot be asked how it is", e);
    }
    boolean reachable = isReachable();
    if (reachable != served) {
      served = reachable;
      if (reachable) {
        log.info("a source serves: {}", text);
      } else {
        log.warn("no source serves: {}", text);
      }
    }
    outage.set(!reachable);
  }

  /** One source; asked anew when it has answered, or has not for too long. */
  private static final class Watched implements StreamObserver<HealthCheckResponse> {
    private final ManagedChannel channel;
    private final NetworkCheck network;
    private volatile boolean asked;
    private volatile boolean serves;

    Watched(Source source, String passphrase) {
      this.channel = source.connect();
      this.network = new NetworkCheck(source.toString(), passphrase, channel);
    }

    void ask() {
      if (asked) {
        return;
      }
      asked = true;
      if (channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
        // The channel's own back-off grows to two minutes, too long for a health page.
        channel.resetConnectBackoff();
      }
      HealthGrpc.newStub(channel)
          .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .check(HealthCheckRequest.getDefaultInstance(), this);
    }

    @Override
    public void onNext(HealthCheckResponse answer) {
      set(answer.getStatus() != ServingStatus.NOT_SERVING);
    }

    @Override
    public void onError(Throwable failure) {
      set(SourceFault.isUnknownCall(failure));
      asked = false;
    }

    private void set(boolean serving) {
      serves = serving;
      if (serving) {
        network.serves();
      } else {
        network.gone();
      }
    }

    @Override
    public void onCompleted() {
      asked = false;
    }
  }
}
