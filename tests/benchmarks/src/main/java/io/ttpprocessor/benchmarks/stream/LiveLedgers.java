package io.ttpprocessor.benchmarks.stream;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A source whose ledgers, a chain of those given, close when the caller says. */
final class LiveLedgers extends RawLedgerServiceGrpc.RawLedgerServiceImplBase
    implements AutoCloseable {
  /** Sequence of the first ledger. */
  static final int FIRST = 1_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<byte[]> chain = new ArrayList<>();
  private final GrpcServer server;
  private int tip = FIRST;

  /** Serves {@code count} ledgers in turn made of these, of which the first has closed. */
  LiveLedgers(List<byte[]> ledgers, int count) throws IOException {
    byte[] previousHash = new byte[32];
    for (int i = 0; i < count; i++) {
      byte[] ledger = ledgers.get(i % ledgers.size()).clone();
      previousHash = ChainedLedgers.chain(ledger, FIRST + i, previousHash);
      chain.add(ledger);
    }
    server = GrpcServer.builder(0).service(this).start();
  }

  int port() {
    return server.port();
  }

  /** Lets the ledgers up to this one close. */
  synchronized void close(int sequence) {
    tip = sequence;
    notifyAll();
  }

  @Override
  public void streamRawLedgers(StreamLedgersRequest request, StreamObserver<RawLedger> observer) {
    FlowControlledSender<RawLedger> call = FlowControlledSender.over(observer);
    threads.execute(() -> send(request, call));
  }

  private void send(StreamLedgersRequest request, FlowControlledSender<RawLedger> call) {
    try {
      int next = request.getStartLedger();
      while (next < FIRST + chain.size()) {
        int latest = await(next);
        RawLedger ledger =
            RawLedger.newBuilder()
                .setSequence(next)
                .setLatestLedger(latest)
                .setLedgerCloseMetaXdr(UnsafeByteOperations.unsafeWrap(chain.get(next - FIRST)))
                .build();
        if (!call.send(ledger)) {
          return;
        }
        next++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int await(int sequence) throws InterruptedException {
    while (tip < sequence) {
      wait();
    }
    return tip;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.close();
  }
}
