package io.ttpprocessor.processor.source;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether any source can be reached, also while nobody asks for ledgers: keeps a connection
 * to each open, and tries anew each time it is looked after.
 */
public final class SourceMonitor implements AutoCloseable {
  private final List<ManagedChannel> channels;
  private final ScheduledFuture<?> check;
  private volatile boolean reachable;

  private SourceMonitor(SourceClient client, Duration interval) {
    this.channels = client.endpoints().stream().map(client::connect).toList();
    this.check =
        client
            .timer()
            .scheduleWithFixedDelay(this::check, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts looking, every {@code interval}. */
  public static SourceMonitor start(SourceClient client, Duration interval) {
    return new SourceMonitor(client, interval);
  }

  /** Whether there was a connection to any of them when last looked at. */
  public boolean isReachable() {
    return reachable;
  }

  @Override
  public void close() {
    check.cancel(false);
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private void check() {
    boolean ready = false;
    for (ManagedChannel channel : channels) {
      ConnectivityState state = channel.getState(true);
      ready |= state == ConnectivityState.READY;
      if (state == ConnectivityState.TRANSIENT_FAILURE) {
        // The channel's own back-off grows to two minutes, too long for a health page.
        channel.resetConnectBackoff();
      }
    }
    reachable = ready;
  }
}
