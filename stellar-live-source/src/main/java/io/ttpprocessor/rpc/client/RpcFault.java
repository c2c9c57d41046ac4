package io.ttpprocessor.rpc.client;

import io.ttpprocessor.source.SourceException;
import java.util.Locale;

/** What went wrong with a request, by what may be done about it. */
public enum RpcFault {
  /** No connection, or none that lasted: refused, reset, no such host, TLS. */
  UNREACHABLE(SourceException.Kind.TRANSIENT),
  /** No answer within the time allowed, or HTTP 504; a smaller page may do. */
  SLOW(SourceException.Kind.TRANSIENT),
  /** HTTP 429 or 503: the server wants to be left alone for a while, and then asked for less. */
  BUSY(SourceException.Kind.TRANSIENT),
  /** Any other HTTP 5xx or 408, or a JSON-RPC error that tells of the server's own trouble. */
  SERVER_ERROR(SourceException.Kind.TRANSIENT),
  /** JSON-RPC error -32001, the server's limit of time for one request: ask for less. */
  PROCESSING_LIMIT(SourceException.Kind.TRANSIENT),
  /** The answer is larger than is read: ask for less. */
  TOO_LARGE(SourceException.Kind.EXHAUSTED),
  /** JSON-RPC error -32600 or -32602: the ledger is not there, or not yet, or no longer. */
  BAD_RANGE(SourceException.Kind.TRANSIENT),
  /** The ledger is older than what the server keeps. */
  BEFORE_WINDOW(SourceException.Kind.OUT_OF_RANGE),
  /** Not JSON, not what the method answers, an unknown error, or ledgers that are damaged. */
  DAMAGED(SourceException.Kind.CORRUPT),
  /** The server is of another network than the one configured. */
  WRONG_NETWORK(SourceException.Kind.WRONG_NETWORK),
  /** HTTP 3xx or 4xx: credentials or URL are wrong. */
  REFUSED(SourceException.Kind.REFUSED);

  private final SourceException.Kind kind;

  RpcFault(SourceException.Kind kind) {
    this.kind = kind;
  }

  /** The fault as the ledgers' reader is told of it. */
  public SourceException.Kind kind() {
    return kind;
  }

  /** Whether asking for fewer ledgers at a time may help. */
  public boolean asksForLess() {
    return this == SLOW || this == BUSY || this == PROCESSING_LIMIT || this == TOO_LARGE;
  }

  /** Whether the server is to be given time before it is asked again, for however little. */
  public boolean asksForTime() {
    return this == SLOW || this == BUSY;
  }

  /** The name for figures, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
