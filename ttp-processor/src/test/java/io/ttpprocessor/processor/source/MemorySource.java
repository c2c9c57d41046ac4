package io.ttpprocessor.processor.source;

import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.LedgerSource;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.StreamStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Ledgers in memory, served by the service that both real sources serve theirs with. */
final class MemorySource implements LedgerSource {
  private final TreeMap<Long, byte[]> ledgers;
  private final List<LedgerRange> bounded = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private RawLedgerGrpcService service;
  private GrpcServer server;
  private int port;

  private MemorySource(Map<Long, byte[]> ledgers) {
    this.ledgers = new TreeMap<>(ledgers);
  }

  static MemorySource serving(Map<Long, byte[]> ledgers) {
    MemorySource source = new MemorySource(ledgers);
    source.comeBack();
    return source;
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port);
  }

  /** The ranges of one ledger that were asked for, in order: a comparison's. */
  List<Long> asked() {
    return bounded.stream()
        .filter(range -> range.first() == range.last())
        .map(LedgerRange::first)
        .toList();
  }

  void goAway() {
    server.close();
    service.close();
  }

  void comeBack() {
    try {
      service = new RawLedgerGrpcService(this, new StreamStatistics(Clock.systemUTC()), 10);
      server = GrpcServer.builder(port).service(service).start();
      port = server.port();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> networkPassphrase() {
    return Optional.empty();
  }

  @Override
  public long latest() {
    return ledgers.lastKey();
  }

  @Override
  public SourceDescription describe() {
    return new SourceDescription(
        SourceInfo.Kind.KIND_LAKE, "memory", ledgers.firstKey(), ledgers.lastKey());
  }

  @Override
  public LedgerCursor open(LedgerRange range) throws SourceException {
    bounded.add(range);
    if (range.first() < ledgers.firstKey()) {
      throw new SourceException(
          SourceException.Kind.OUT_OF_RANGE, "the oldest ledger is " + ledgers.firstKey());
    }
    return new Cursor(range);
  }

  @Override
  public void close() {
    closed.countDown();
    goAway();
  }

  private final class Cursor implements LedgerCursor {
    private final LedgerRange range;
    private long next;

    Cursor(LedgerRange range) {
      this.range = range;
      this.next = range.first();
    }

    @Override
    public Optional<LedgerBytes> next() throws SourceException, InterruptedException {
      if (next > range.last()) {
        return Optional.empty();
      }
      if (!ledgers.containsKey(next)) {
        if (range.isLive()) {
          closed.await();
        }
        throw new SourceException(SourceException.Kind.MISSING, "there is no ledger " + next);
      }
      return Optional.of(LedgerBytes.of(next, ledgers.get(next++), "memory"));
    }

    @Override
    public long latestKnown() {
      return ledgers.lastKey();
    }

    @Override
    public void close() {}
  }
}
