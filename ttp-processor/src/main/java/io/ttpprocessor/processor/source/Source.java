package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;

/** A server of {@code RawLedgerService}, wherever it is; its text names it for people. */
public interface Source {
  /** A new connection, which the caller shuts down. */
  ManagedChannel connect();
}
