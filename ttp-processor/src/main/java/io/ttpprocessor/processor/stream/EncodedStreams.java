package io.ttpprocessor.processor.stream;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.ttpprocessor.encode.EncodedMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Binds streaming methods of generated services to implementations that answer with messages
 * serialized already: a method, its name and its schema stay the generated ones, and so do the
 * bytes that a client sees.
 */
final class EncodedStreams {
  private EncodedStreams() {}

  /** A streaming method whose implementation answers with messages serialized already. */
  static <R> ServerMethodDefinition<R, EncodedMessage> method(
      MethodDescriptor<R, ?> method,
      ServerCalls.ServerStreamingMethod<R, EncodedMessage> implementation) {
    MethodDescriptor<R, EncodedMessage> encoded =
        method.toBuilder(method.getRequestMarshaller(), new EncodedMarshaller()).build();
    return ServerMethodDefinition.create(
        encoded, ServerCalls.asyncServerStreamingCall(implementation));
  }

  /** The generated service with these as its methods. */
  static ServerServiceDefinition service(
      ServiceDescriptor service, List<ServerMethodDefinition<?, ?>> methods) {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getName())
            .setSchemaDescriptor(service.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition =
        ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  /** Passes bytes on; a server never parses what it sends. */
  private static final class EncodedMarshaller
      implements MethodDescriptor.Marshaller<EncodedMessage> {
    @Override
    public InputStream stream(EncodedMessage message) {
      return new EncodedStream(message);
    }

    @Override
    public EncodedMessage parse(InputStream stream) {
      throw new UnsupportedOperationException("encoded messages are sent, never received");
    }
  }

  /** Lets gRPC take a message's bytes at once, without a buffer of its own in between. */
  private static final class EncodedStream extends ByteArrayInputStream
      implements Drainable, KnownLength {
    private EncodedStream(EncodedMessage message) {
      super(message.bytes(), message.offset(), message.length());
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos += length;
      return length;
    }
  }
}
