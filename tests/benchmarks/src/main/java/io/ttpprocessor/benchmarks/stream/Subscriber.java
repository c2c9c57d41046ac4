package io.ttpprocessor.benchmarks.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.zip.CRC32C;

/**
 * A live subscriber that keeps nothing but a checksum over all messages: a thousand of them cost
 * their process little. One that stalls takes one message and no more.
 */
final class Subscriber extends ClientCall.Listener<byte[]> {
  private static final MethodDescriptor<byte[], byte[]> METHOD =
      ByteMessages.of(LedgerEventServiceGrpc.getStreamLedgerEventsMethod());

  private final ClientCall<byte[], byte[]> call;
  private final boolean stalls;
  private final CRC32C checksum = new CRC32C();
  private int messages;
  private long bytes;
  private Status end;

  private Subscriber(ManagedChannel channel, boolean stalls) {
    this.call = channel.newCall(METHOD, CallOptions.DEFAULT.withWaitForReady());
    this.stalls = stalls;
  }

  /** Subscribes to all ledgers from one on. */
  static Subscriber start(
      ManagedChannel channel, StreamLedgerEventsRequest request, boolean stalls) {
    Subscriber subscriber = new Subscriber(channel, stalls);
    subscriber.call.start(subscriber, new Metadata());
    subscriber.call.request(1);
    subscriber.call.sendMessage(request.toByteArray());
    subscriber.call.halfClose();
    return subscriber;
  }

  @Override
  public void onMessage(byte[] message) {
    synchronized (this) {
      messages++;
      bytes += message.length;
      checksum.update(message);
    }
    if (!stalls) {
      call.request(1);
    }
  }

  @Override
  public synchronized void onClose(Status status, Metadata trailers) {
    end = status;
  }

  synchronized int messages() {
    return messages;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long checksum() {
    return checksum.getValue();
  }

  /** With what the stream ended; null while it goes on. */
  synchronized Status end() {
    return end;
  }

  /** Takes what was on its way to one that stalled, so that it hears of its end. */
  void takeTheRest() {
    call.request(Integer.MAX_VALUE);
  }
}
