package io.ttpprocessor.processor.stream;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.kit.grpc.StreamingService;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEventServiceGrpc;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The original pipeline's service of contract events: one message an event. */
public final class ContractEventGrpcService implements StreamingService {
  private static final Logger log = LoggerFactory.getLogger(ContractEventGrpcService.class);

  private final Network network;
  private final Subscriptions subscriptions;

  /** The service over these subscriptions, for ledgers of one network. */
  public ContractEventGrpcService(Network network, Subscriptions subscriptions) {
    this.network = network;
    this.subscriptions = subscriptions;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return EncodedStreams.service(
        ContractEventServiceGrpc.getServiceDescriptor(),
        List.of(
            EncodedStreams.method(
                ContractEventServiceGrpc.getGetContractEventsMethod(), this::getContractEvents)));
  }

  private void getContractEvents(
      GetContractEventsRequest request, StreamObserver<EncodedMessage> observer) {
    StreamRequest wanted;
    try {
      wanted = StreamRequest.of(request, network);
    } catch (StatusException e) {
      subscriptions.refuse(e.getStatus(), observer);
      return;
    }
    log.info("received GetContractEvents request: {}", wanted.describe());
    subscriptions.open(wanted, observer);
  }

  @Override
  public void closeStreams(Status status) {
    subscriptions.closeAll(status);
  }
}
