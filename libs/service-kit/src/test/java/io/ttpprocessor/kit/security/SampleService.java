package io.ttpprocessor.kit.security;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** A service with one streaming call: it answers at once, and ends or stays open, as is asked. */
final class SampleService implements BindableService {
  private static final byte[] ENDING = {0};
  private static final byte[] ENDLESS = {1};
  private static final MethodDescriptor<byte[], byte[]> STREAM =
      bytes("test.Sample/Stream", MethodType.SERVER_STREAMING);

  /** A method whose messages are bytes. */
  static MethodDescriptor<byte[], byte[]> bytes(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("test.Sample")
        .addMethod(
            STREAM,
            ServerCalls.asyncServerStreamingCall(
                (request, observer) -> {
                  observer.onNext(request);
                  if (request[0] == ENDING[0]) {
                    observer.onCompleted();
                  }
                }))
        .build();
  }

  /** How a call ends; waits for the connection. */
  static Status status(Channel channel) {
    return status(channel, STREAM, ENDING);
  }

  /** How a call of any method with this request ends. */
  static Status status(Channel channel, MethodDescriptor<byte[], byte[]> method, byte[] request) {
    try {
      ClientCalls.blockingServerStreamingCall(
              channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request)
          .forEachRemaining(answer -> {});
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** The answers of a call that stays open. */
  static Iterator<byte[]> endless(Channel channel) {
    return ClientCalls.blockingServerStreamingCall(channel, STREAM, CallOptions.DEFAULT, ENDLESS);
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
