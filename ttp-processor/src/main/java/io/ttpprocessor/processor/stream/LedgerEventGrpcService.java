package io.ttpprocessor.processor.stream;

import com.google.protobuf.ByteString;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.kit.grpc.StreamingService;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.source.SourceWindow;
import io.ttpprocessor.processor.source.SourceWindows;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole ledgers, each one message, also those without events. */
public final class LedgerEventGrpcService implements StreamingService {
  private static final Logger log = LoggerFactory.getLogger(LedgerEventGrpcService.class);

  private final ExtractionOptions options;
  private final Subscriptions subscriptions;
  private final SourceWindows sources;

  /**
   * The service over these subscriptions.
   *
   * @param options how ledgers are extracted, and of which network they are
   * @param sources what the sources have
   */
  public LedgerEventGrpcService(
      ExtractionOptions options, Subscriptions subscriptions, SourceWindows sources) {
    this.options = options;
    this.subscriptions = subscriptions;
    this.sources = sources;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return EncodedStreams.service(
        LedgerEventServiceGrpc.getServiceDescriptor(),
        List.of(
            EncodedStreams.method(
                LedgerEventServiceGrpc.getStreamLedgerEventsMethod(), this::streamLedgerEvents),
            ServerMethodDefinition.create(
                LedgerEventServiceGrpc.getGetAvailabilityMethod(),
                ServerCalls.asyncUnaryCall(this::getAvailability))));
  }

  private void streamLedgerEvents(
      StreamLedgerEventsRequest request, StreamObserver<EncodedMessage> observer) {
    StreamRequest wanted;
    try {
      wanted = StreamRequest.of(request, options.network());
    } catch (StatusException e) {
      subscriptions.refuse(e.getStatus(), observer);
      return;
    }
    log.info("received StreamLedgerEvents request: {}", wanted.describe());
    subscriptions.open(wanted, observer);
  }

  private void getAvailability(
      GetAvailabilityRequest request, StreamObserver<Availability> observer) {
    sources
        .window()
        .whenComplete(
            (window, failure) -> {
              if (failure != null) {
                observer.onError(Status.fromThrowable(failure).asRuntimeException());
                return;
              }
              observer.onNext(availability(window));
              observer.onCompleted();
            });
  }

  private Availability availability(SourceWindow window) {
    return Availability.newBuilder()
        .setNetworkPassphrase(options.network().passphrase())
        .setNetworkId(ByteString.copyFrom(options.network().id()))
        .setOldestLedger((int) window.oldest())
        .setLatestLedger((int) window.latest())
        .setEventsMode(options.mode().text())
        .setRulesVersion(EventExtractor.RULES_VERSION)
        .addProducts(Product.PRODUCT_TOKEN_TRANSFERS)
        .addProducts(Product.PRODUCT_CONTRACT_EVENTS)
        .build();
  }

  @Override
  public void closeStreams(Status status) {
    subscriptions.closeAll(status);
  }
}
