package io.ttpprocessor.kit.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.ttpprocessor.kit.config.Endpoint;
import javax.net.ssl.SSLException;

/**
 * Tells in plain words why TLS came to nothing, where gRPC says "io exception" and names the parts
 * of its pipeline: which certificate was refused, and by whom, or that one side speaks plaintext.
 */
final class ConnectionFaults implements ClientInterceptor {
  /** Of a TLS record: what a server that speaks TLS answers to plaintext, as gRPC shows it. */
  private static final String ALERT_RECORD = "First received frame was not SETTINGS. Hex dump";

  private final Endpoint endpoint;
  private final boolean encrypted;

  ConnectionFaults(Endpoint endpoint, boolean encrypted) {
    this.endpoint = endpoint;
    this.encrypted = encrypted;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<A>(listener) {
              private boolean answered;

              @Override
              public void onHeaders(Metadata answer) {
                answered = true;
                super.onHeaders(answer);
              }

              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(answered ? status : inWords(status), trailers);
              }
            },
            headers);
      }
    };
  }

  private Status inWords(Status status) {
    if (status.getCode() != Status.Code.UNAVAILABLE) {
      return status;
    }
    if (!encrypted) {
      return looksLikeTls(status)
          ? status.withDescription(
              endpoint + " closed a plaintext connection: it may be a server that speaks TLS")
          : status;
    }
    SSLException fault = tlsFault(status.getCause());
    if (fault == null) {
      return status;
    }
    Status told = Status.UNAVAILABLE;
    return told.withDescription("TLS with " + endpoint + " failed: " + words(fault));
  }

  private static SSLException tlsFault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return (SSLException) cause;
      }
    }
    return null;
  }

  private static String words(SSLException fault) {
    String said = String.valueOf(fault.getMessage());
    if (said.startsWith("not an SSL/TLS record")) {
      return "the server does not speak TLS";
    }
    Throwable innermost = fault;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String reason = String.valueOf(innermost.getMessage());
    return said.contains(reason) ? said : said + " (" + reason + ")";
  }

  private static boolean looksLikeTls(Status status) {
    String said = String.valueOf(status.getDescription());
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      said += " " + cause.getMessage();
    }
    // The server's reset may overtake its alert.
    return said.contains(ALERT_RECORD)
        || said.contains("Network closed for unknown reason")
        || said.contains("Connection reset");
  }
}
