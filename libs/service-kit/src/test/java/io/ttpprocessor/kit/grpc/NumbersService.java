package io.ttpprocessor.kit.grpc;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** One streaming call over plain bytes: blocks of the size asked for, without end. */
final class NumbersService implements BindableService, StreamingService {
  static final MethodDescriptor<byte[], byte[]> BLOCKS =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
          .setFullMethodName("test.Numbers/Blocks")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();
  static final CallOptions OPTIONS = CallOptions.DEFAULT;

  final AtomicInteger sent = new AtomicInteger();
  final CountDownLatch cancelled = new CountDownLatch(1);
  final CountDownLatch ended = new CountDownLatch(1);
  final int blockBytes;
  private volatile FlowControlledSender<byte[]> sender;

  NumbersService(int blockBytes) {
    this.blockBytes = blockBytes;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("test.Numbers")
        .addMethod(
            BLOCKS,
            ServerCalls.asyncServerStreamingCall(
                (request, observer) -> {
                  sender = FlowControlledSender.over(observer);
                  sender.onCancel(cancelled::countDown);
                  new Thread(this::produce, "producer").start();
                }))
        .build();
  }

  private void produce() {
    try {
      while (sender.send(new byte[blockBytes])) {
        sent.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.countDown();
  }

  @Override
  public void closeStreams(Status status) {
    if (sender != null) {
      sender.fail(status);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
