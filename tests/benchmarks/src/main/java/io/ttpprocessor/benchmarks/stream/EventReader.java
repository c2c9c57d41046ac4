package io.ttpprocessor.benchmarks.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;

/** Reads ranges of ledgers from a processor by one of its services, and counts the events. */
final class EventReader implements AutoCloseable {
  private static final int REQUESTED_AT_ONCE = 256;

  private final MethodDescriptor<byte[], byte[]> method;
  private final byte[] request;
  private final ToLongFunction<byte[]> events;
  private final ManagedChannel channel;

  private EventReader(
      int port, MethodDescriptor<?, ?> method, byte[] request, ToLongFunction<byte[]> events) {
    this.method = ByteMessages.of(method);
    this.request = request;
    this.events = events;
    this.channel = GrpcChannels.to(new Endpoint("127.0.0.1", port));
  }

  /** Of the original's service: a message an event. */
  static EventReader ofEvents(int port, int first, int last) {
    return new EventReader(
        port,
        EventServiceGrpc.getGetTTPEventsMethod(),
        GetEventsRequest.newBuilder()
            .setStartLedger(first)
            .setEndLedger(last)
            .build()
            .toByteArray(),
        message -> 1);
  }

  /** Of whole ledgers: a message a ledger, whose events are counted by {@code events}. */
  static EventReader ofLedgers(int port, int first, int last, ToLongFunction<byte[]> events) {
    return new EventReader(
        port,
        LedgerEventServiceGrpc.getStreamLedgerEventsMethod(),
        StreamLedgerEventsRequest.newBuilder()
            .setStartLedger(first)
            .setEndLedger(last)
            .build()
            .toByteArray(),
        events);
  }

  /** Events by the second, over whole ranges until the time is up. */
  double rate(Duration time) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long count = 0;
    do {
      count += read();
    } while (System.nanoTime() - start < time.toNanos());
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** Reads the range once; how many events it has. */
  long read() throws InterruptedException, ExecutionException {
    Listener listener = new Listener();
    listener.start();
    return listener.end.get();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Listener extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call =
        channel.newCall(method, CallOptions.DEFAULT.withWaitForReady());
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private long count;
    private int requested;

    void start() {
      call.start(this, new Metadata());
      request();
      call.sendMessage(request);
      call.halfClose();
    }

    private void request() {
      requested = REQUESTED_AT_ONCE;
      call.request(REQUESTED_AT_ONCE);
    }

    @Override
    public void onMessage(byte[] message) {
      count += events.applyAsLong(message);
      requested--;
      if (requested == REQUESTED_AT_ONCE / 2) {
        call.request(REQUESTED_AT_ONCE);
        requested += REQUESTED_AT_ONCE;
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk()) {
        end.complete(count);
      } else {
        end.completeExceptionally(status.asException());
      }
    }
  }
}
