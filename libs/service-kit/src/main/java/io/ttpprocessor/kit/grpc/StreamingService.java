package io.ttpprocessor.kit.grpc;

import io.grpc.BindableService;
import io.grpc.Status;

/** A service with streams that do not end by themselves. */
public interface StreamingService extends BindableService {
  /**
   * Ends every open stream with {@code status}; called once, when the server takes no new calls.
   */
  void closeStreams(Status status);
}
