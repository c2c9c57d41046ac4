package io.ttpprocessor.benchmarks.source;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Streams ledgers from a source and counts their bytes. */
public final class CountingClient implements AutoCloseable {
  private final ManagedChannel channel;

  CountingClient(int port) {
    channel = GrpcChannels.to(new Endpoint("127.0.0.1", port));
  }

  /**
   * Streams one range, again and again if asked to, and prints how much it was.
   *
   * @param arguments port, first ledger, last ledger, inclusive, and how many times
   */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    int first = Integer.parseUnsignedInt(arguments[1]);
    int last = Integer.parseUnsignedInt(arguments[2]);
    int times = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    try (CountingClient client = new CountingClient(Integer.parseInt(arguments[0]))) {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        Counted counted = client.stream(first, last);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%d ledgers, %d bytes, in %.1f s: %.0f MB/s%n",
            counted.ledgers(), counted.bytes(), seconds, counted.bytes() / 1e6 / seconds);
      }
    }
  }

  /** What came. */
  record Counted(long ledgers, long bytes) {}

  /** Megabytes (of 10^6 bytes) of ledgers by the second, over whole ranges until the time is up. */
  double rate(int first, int last, Duration time) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long bytes = 0;
    do {
      bytes += stream(first, last).bytes();
    } while (System.nanoTime() - start < time.toNanos());
    return bytes * 1e3 / (System.nanoTime() - start);
  }

  /** Streams a range to its end, both bounds inclusive. */
  Counted stream(int first, int last) throws InterruptedException, ExecutionException {
    Counter counter = new Counter();
    RawLedgerServiceGrpc.newStub(channel)
        .withWaitForReady()
        .streamRawLedgers(
            StreamLedgersRequest.newBuilder().setStartLedger(first).setEndLedger(last).build(),
            counter);
    Counted counted = counter.end.get();
    if (counted.ledgers() != last - first + 1L) {
      throw new IllegalStateException(
          counted.ledgers() + " ledgers came of " + first + " to " + last);
    }
    return counted;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class Counter implements StreamObserver<RawLedger> {
    private final CompletableFuture<Counted> end = new CompletableFuture<>();
    private long ledgers;
    private long bytes;

    @Override
    public void onNext(RawLedger ledger) {
      ledgers++;
      bytes += ledger.getLedgerCloseMetaXdr().size();
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(new Counted(ledgers, bytes));
    }
  }
}
