package io.ttpprocessor.kit.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Marks the calls of a transport that has serialized a message when its sending returns, as
 * transports over sockets do. Within a process messages are handed over as they are.
 */
final class SerializingTransport implements ServerInterceptor {
  private static final Context.Key<Boolean> MARK =
      Context.keyWithDefault("serializing-transport", false);

  /** Whether the call that this thread handles is one of such a transport. */
  static boolean isCurrent() {
    return MARK.get();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return Contexts.interceptCall(Context.current().withValue(MARK, true), call, headers, next);
  }
}
