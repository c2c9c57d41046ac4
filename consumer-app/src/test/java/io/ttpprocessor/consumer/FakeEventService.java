package io.ttpprocessor.consumer;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.v1.Availability;
import io.ttpprocessor.protos.v1.GetAvailabilityRequest;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.store.TestLedgers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An upstream on a real socket that serves the ledgers it was given, ends bounded ranges, keeps
 * live ones open, and breaks calls as it is told to.
 */
final class FakeEventService extends LedgerEventServiceGrpc.LedgerEventServiceImplBase
    implements AutoCloseable {
  private final List<LedgerEvents> ledgers = new ArrayList<>();
  private final List<StreamLedgerEventsRequest> requests = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private Server server;
  private volatile int port;

  /** What ends a call in place of the ledger {@code at}; 0: before any ledger. */
  private record Fault(long at, Status status, long forgottenBefore) {}

  FakeEventService(List<LedgerEvents> ledgers) throws IOException {
    this.ledgers.addAll(ledgers);
    start(0);
  }

  private void start(int at) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
            .addService(this)
            .build()
            .start();
    port = server.getPort();
  }

  /** Where it listens, or will listen again. */
  int port() {
    return port;
  }

  /** The next call is broken with {@code status} instead of bringing ledger {@code at}. */
  synchronized FakeEventService breakAt(long at, Status status) {
    faults.add(new Fault(at, status, 0));
    return this;
  }

  synchronized List<StreamLedgerEventsRequest> requests() {
    return List.copyOf(requests);
  }

  /** The next call finds that the ledgers before {@code first} have gone. */
  synchronized FakeEventService forgetBefore(long first) {
    faults.add(new Fault(0, Status.OUT_OF_RANGE.withDescription("gone"), first));
    return this;
  }

  /** Cuts all calls and serves again on the same port, with {@code more} ledgers. */
  void restartWith(List<LedgerEvents> more) throws IOException {
    close();
    ledgers.addAll(more);
    start(port);
  }

  @Override
  public void getAvailability(
      GetAvailabilityRequest request, StreamObserver<Availability> observer) {
    observer.onNext(
        Availability.newBuilder()
            .setNetworkPassphrase(TestLedgers.PASSPHRASE)
            .setNetworkId(TestLedgers.networkId(TestLedgers.PASSPHRASE))
            .setOldestLedger(ledgers.get(0).getSequence())
            .setLatestLedger(ledgers.get(ledgers.size() - 1).getSequence())
            .setEventsMode("derived")
            .setRulesVersion(ledgers.get(0).getRulesVersion())
            .build());
    observer.onCompleted();
  }

  @Override
  public void streamLedgerEvents(
      StreamLedgerEventsRequest request, StreamObserver<LedgerEvents> observer) {
    final Fault fault;
    synchronized (this) {
      requests.add(request);
      fault = faults.poll();
      if (fault != null) {
        ledgers.removeIf(ledger -> ledger.getSequence() < fault.forgottenBefore());
      }
    }
    ServerCallStreamObserver<LedgerEvents> call = (ServerCallStreamObserver<LedgerEvents>) observer;
    Sender sender = new Sender(request, call, fault);
    call.setOnReadyHandler(sender::send);
    call.setOnCancelHandler(() -> sender.ended = true);
  }

  /** One call: sends while the client is ready for more. */
  private final class Sender {
    private final ServerCallStreamObserver<LedgerEvents> call;
    private final Fault fault;
    private final List<Product> products;
    private final boolean digests;
    private final long end;
    private long next;
    private volatile boolean ended;

    Sender(
        StreamLedgerEventsRequest request,
        ServerCallStreamObserver<LedgerEvents> call,
        Fault fault) {
      this.call = call;
      this.fault = fault;
      this.products = request.getProductsList();
      this.digests = request.getIncludeDigests();
      this.end = Integer.toUnsignedLong(request.getEndLedger());
      this.next =
          request.hasAfter()
              ? Integer.toUnsignedLong(request.getAfter().getLedgerSequence()) + 1
              : Integer.toUnsignedLong(request.getStartLedger());
    }

    void send() {
      while (!ended && call.isReady()) {
        LedgerEvents ledger = find();
        if (fault != null && (fault.at() == 0 || ledger != null && fault.at() == next)) {
          ended = true;
          call.onError(fault.status().asRuntimeException());
        } else if (ledger == null) {
          if (end != 0 && next > end) {
            ended = true;
            call.onCompleted();
          }
          return;
        } else {
          call.onNext(asked(ledger));
          next++;
        }
      }
    }

    /** What of a ledger was asked for. */
    private LedgerEvents asked(LedgerEvents ledger) {
      LedgerEvents.Builder asked = ledger.toBuilder();
      if (!products.contains(Product.PRODUCT_CONTRACT_EVENTS)) {
        asked.clearContractEvents().clearContractEventDigest();
      }
      if (!products.isEmpty() && !products.contains(Product.PRODUCT_TOKEN_TRANSFERS)) {
        asked.clearEvents().clearTokenTransferDigest();
      }
      if (!digests) {
        asked.clearTokenTransferDigest().clearContractEventDigest();
      }
      return asked.build();
    }

    /** Ledger {@code next}, or, where the test put another one in its place, that one. */
    private LedgerEvents find() {
      if (next == 0) {
        next = Integer.toUnsignedLong(ledgers.get(ledgers.size() - 1).getSequence());
      }
      long first = Integer.toUnsignedLong(ledgers.get(0).getSequence());
      long index = next - first;
      boolean past = end != 0 && next > end;
      return past || index < 0 || index >= ledgers.size() ? null : ledgers.get((int) index);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
