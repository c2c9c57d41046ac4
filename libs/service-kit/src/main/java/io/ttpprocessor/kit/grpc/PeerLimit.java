package io.ttpprocessor.kit.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Refuses streams of a peer that has as many already as one may have. A peer is who has shown a
 * certificate, or else an address; behind one address there may be many clients, as there are
 * behind a proxy.
 */
final class PeerLimit implements ServerInterceptor {
  private final int most;
  private final String setting;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param most streams that one peer may have at a time
   * @param setting names the variable that says so
   */
  PeerLimit(int most, String setting) {
    this.most = most;
    this.setting = setting;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean isOfTheService =
        call.getMethodDescriptor().getType() == MethodType.SERVER_STREAMING
            && !HealthGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName());
    if (!isOfTheService) {
      return next.startCall(call, headers);
    }
    String peer = peer(call);
    if (open.merge(peer, 1, Integer::sum) > most) {
      left(peer);
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "this peer has " + most + " streams already, which is " + setting),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    try {
      return counted(peer, next.startCall(call, headers));
    } catch (RuntimeException e) {
      left(peer);
      throw e;
    }
  }

  private <Q> ServerCall.Listener<Q> counted(String peer, ServerCall.Listener<Q> listener) {
    AtomicBoolean ended = new AtomicBoolean();
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        end();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        end();
        super.onComplete();
      }

      private void end() {
        if (ended.compareAndSet(false, true)) {
          left(peer);
        }
      }
    };
  }

  private void left(String peer) {
    open.computeIfPresent(peer, (name, count) -> count == 1 ? null : count - 1);
  }

  private static String peer(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session != null) {
      try {
        String name = session.getPeerPrincipal().getName();
        // Some authorities name whom they certify in other fields alone.
        return name.isEmpty() ? address(call) : name;
      } catch (SSLPeerUnverifiedException e) {
        // It has shown no certificate, as it need not.
        return address(call);
      }
    }
    return address(call);
  }

  private static String address(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(address);
  }
}
