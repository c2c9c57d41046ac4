package io.ttpprocessor.kit.security;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets calls pass whose bearer token lets them (RFC 6750). A method of a service that nobody gave a
 * role is for nobody. What is refused is told in the same words whatever was wrong with the token.
 */
final class TokenGate implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final Supplier<AccessTokens> tokens;
  private final Map<String, AccessRole> services;

  /**
   * @param tokens those that are known now
   * @param services what it takes to call each service, by its full name
   */
  TokenGate(Supplier<AccessTokens> tokens, Map<String, AccessRole> services) {
    this.tokens = tokens;
    this.services = Map.copyOf(services);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    AccessRole needed = services.get(call.getMethodDescriptor().getServiceName());
    if (needed == AccessRole.OPEN) {
      return next.startCall(call, headers);
    }
    AccessRole role = role(headers);
    if (role == AccessRole.OPEN) {
      return refuse(call, Status.UNAUTHENTICATED.withDescription("a valid bearer token is needed"));
    }
    if (needed == null || role.compareTo(needed) < 0) {
      return refuse(
          call,
          Status.PERMISSION_DENIED.withDescription("this token does not let call the method"));
    }
    return next.startCall(call, headers);
  }

  private AccessRole role(Metadata headers) {
    String header = headers.get(AUTHORIZATION);
    boolean isBearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return isBearer
        ? tokens.get().roleOf(header.substring(BEARER.length()).strip())
        : AccessRole.OPEN;
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
