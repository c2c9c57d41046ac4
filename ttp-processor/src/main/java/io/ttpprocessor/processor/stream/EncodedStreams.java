package io.ttpprocessor.processor.stream;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.ttpprocessor.processor.event.EncodedMessage;
import java.io.InputStream;

/**
 * Binds a streaming method of a generated service to an implementation that answers with messages
 * serialized already: the method, its name and its schema stay the generated ones, and so do the
 * bytes that a client sees.
 */
final class EncodedStreams {
  private EncodedStreams() {}

  /** The service with its only method. */
  static <R> ServerServiceDefinition service(
      ServiceDescriptor service,
      MethodDescriptor<R, ?> method,
      ServerCalls.ServerStreamingMethod<R, EncodedMessage> implementation) {
    MethodDescriptor<R, EncodedMessage> encoded =
        method.toBuilder(method.getRequestMarshaller(), new EncodedMarshaller()).build();
    ServiceDescriptor descriptor =
        ServiceDescriptor.newBuilder(service.getName())
            .setSchemaDescriptor(service.getSchemaDescriptor())
            .addMethod(encoded)
            .build();
    return ServerServiceDefinition.builder(descriptor)
        .addMethod(encoded, ServerCalls.asyncServerStreamingCall(implementation))
        .build();
  }

  /** Passes bytes on; a server never parses what it sends. */
  private static final class EncodedMarshaller
      implements MethodDescriptor.Marshaller<EncodedMessage> {
    @Override
    public InputStream stream(EncodedMessage message) {
      return message.stream();
    }

    @Override
    public EncodedMessage parse(InputStream stream) {
      throw new UnsupportedOperationException("encoded messages are sent, never received");
    }
  }
}
