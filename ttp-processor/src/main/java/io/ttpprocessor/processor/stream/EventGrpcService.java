package io.ttpprocessor.processor.stream;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.kit.grpc.StreamingService;
import io.ttpprocessor.protos.eventservice.EventServiceGrpc;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The original pipeline's service: one message an event, ledgers without events leave no trace. */
public final class EventGrpcService implements StreamingService {
  private static final Logger log = LoggerFactory.getLogger(EventGrpcService.class);

  private final Subscriptions subscriptions;

  /** The service over these subscriptions. */
  public EventGrpcService(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return EncodedStreams.service(
        EventServiceGrpc.getServiceDescriptor(),
        List.of(
            EncodedStreams.method(EventServiceGrpc.getGetTTPEventsMethod(), this::getTtpEvents)));
  }

  private void getTtpEvents(GetEventsRequest request, StreamObserver<EncodedMessage> observer) {
    StreamRequest wanted = StreamRequest.of(request);
    log.info("received GetTTPEvents request: {}", wanted.describe());
    subscriptions.open(wanted, observer);
  }

  @Override
  public void closeStreams(Status status) {
    subscriptions.closeAll(status);
  }
}
