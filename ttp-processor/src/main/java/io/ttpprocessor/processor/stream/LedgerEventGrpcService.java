package io.ttpprocessor.processor.stream;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.grpc.StreamingService;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.event.EncodedMessage;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole ledgers, each one message, also those without events. */
public final class LedgerEventGrpcService implements StreamingService {
  private static final Logger log = LoggerFactory.getLogger(LedgerEventGrpcService.class);

  private final Network network;
  private final Subscriptions subscriptions;

  /** The service over these subscriptions, for ledgers of one network. */
  public LedgerEventGrpcService(Network network, Subscriptions subscriptions) {
    this.network = network;
    this.subscriptions = subscriptions;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return EncodedStreams.service(
        LedgerEventServiceGrpc.getServiceDescriptor(),
        LedgerEventServiceGrpc.getStreamLedgerEventsMethod(),
        this::streamLedgerEvents);
  }

  private void streamLedgerEvents(
      StreamLedgerEventsRequest request, StreamObserver<EncodedMessage> observer) {
    StreamRequest wanted;
    try {
      wanted = StreamRequest.of(request, network);
    } catch (StatusException e) {
      log.warn("refused a StreamLedgerEvents request: {}", e.getMessage());
      observer.onError(e);
      return;
    }
    log.info("received StreamLedgerEvents request: {}", wanted.describe());
    subscriptions.open(
        wanted, (encoder, ledger, latest) -> List.of(encoder.ledger(ledger, latest)), observer);
  }

  @Override
  public void closeStreams(Status status) {
    subscriptions.closeAll(status);
  }
}
