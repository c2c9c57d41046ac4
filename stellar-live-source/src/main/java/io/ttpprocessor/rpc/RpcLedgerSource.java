package io.ttpprocessor.rpc;

import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RpcException;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.LedgerSource;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The ledgers of RPC servers. Closing it closes their client too. */
final class RpcLedgerSource implements LedgerSource {
  private final JsonRpcClient client;
  private final Endpoints endpoints;
  private final FaultPolicy faults;
  private final RpcOptions options;
  private final RpcTip tip = new RpcTip();
  private final TipPacer pacer;
  private final PageFetcher fetcher;
  private final Semaphore pagesAhead;
  private final ExecutorService executor;
  private final Set<RpcCursor> cursors = ConcurrentHashMap.newKeySet();

  RpcLedgerSource(
      JsonRpcClient client, Endpoints endpoints, FaultPolicy faults, RpcOptions options) {
    this.client = client;
    this.endpoints = endpoints;
    this.faults = faults;
    this.options = options;
    this.pacer = new TipPacer(options.pollInterval());
    this.fetcher = new PageFetcher(client, endpoints, tip, pacer);
    this.pagesAhead = new Semaphore(options.pagesAhead());
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "pages-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes sure that every server that answers is of the right network; waits until one answers.
   *
   * @throws SourceException WRONG_NETWORK when one is not, naming both; REFUSED or CORRUPT when
   *     there is no sense in asking again
   */
  void requireNetwork() throws SourceException, InterruptedException {
    faults.call(
        Patience.ENDLESS,
        () -> {
          try {
            endpoints.requireNetworks();
          } catch (RpcException e) {
            throw e.asSourceException("network");
          }
          return true;
        });
  }

  /** Asks the servers what they hold, if they have not told for so long; once, whatever comes. */
  void refresh(long maxAgeNanos) throws RpcException, InterruptedException {
    if (tip.age() >= maxAgeNanos) {
      fetcher.window();
    }
  }

  @Override
  public Optional<String> networkPassphrase() {
    return endpoints.passphrase();
  }

  @Override
  public long latest() throws SourceException {
    try {
      return faults.call(Patience.BOUNDED, this::window).latest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(
          SourceException.Kind.TRANSIENT, "the latest ledger: interrupted", e);
    }
  }

  @Override
  public SourceDescription describe() throws SourceException {
    try {
      LedgerWindow window = window();
      return new SourceDescription(
          SourceInfo.Kind.KIND_RPC, endpoints.toString(), window.oldest(), window.latest());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(SourceException.Kind.TRANSIENT, "what there is: interrupted", e);
    }
  }

  /** Pages that have been asked for ahead of all streams and not yet been taken. */
  int pagesReadAhead() {
    return options.pagesAhead() - pagesAhead.availablePermits();
  }

  @Override
  public LedgerCursor open(LedgerRange range) {
    if (range.first() == LedgerRange.LATEST) {
      throw new IllegalArgumentException("the first ledger is to be resolved by the caller");
    }
    RpcCursor cursor = new RpcCursor(range, this);
    cursors.add(cursor);
    return cursor;
  }

  @Override
  public void close() {
    cursors.forEach(RpcCursor::close);
    executor.shutdownNow();
    client.close();
  }

  /**
   * The next page of a range, once there is one: faults are waited out as the range demands, and so
   * is the network.
   *
   * @throws SourceException MISSING when a bounded range goes beyond the latest ledger
   */
  LedgerPage page(LedgerRange range, PageRequest request)
      throws SourceException, InterruptedException {
    int polls = 0;
    while (true) {
      LedgerPage page = faults.call(Patience.of(range), () -> attempt(request));
      if (!page.ledgers().isEmpty()) {
        return page;
      }
      polls++;
      if (!range.isLive() && polls > options.pollsForMissing()) {
        throw new SourceException(
            SourceException.Kind.MISSING,
            String.format(
                "ledger %d is not there yet: the latest of %s is %d",
                request.first(), endpoints.current(), page.window().latest()));
      }
      TimeUnit.NANOSECONDS.sleep(pacer.untilNext(System.nanoTime()).toNanos());
    }
  }

  Future<LedgerPage> submit(Callable<LedgerPage> task) {
    return executor.submit(task);
  }

  void forget(RpcCursor cursor) {
    cursors.remove(cursor);
  }

  /** A permit for each page that is held, or being fetched, ahead of its reader. */
  Semaphore pagesAhead() {
    return pagesAhead;
  }

  PageSize newPageSize() {
    return new PageSize(options.pageBytes(), options.pageLedgers());
  }

  RpcTip tip() {
    return tip;
  }

  Endpoints endpoints() {
    return endpoints;
  }

  FaultPolicy faults() {
    return faults;
  }

  private LedgerPage attempt(PageRequest request) throws SourceException, InterruptedException {
    try {
      return fetcher.page(request);
    } catch (RpcException e) {
      throw e.asSourceException("ledgers from " + request.first());
    }
  }

  private LedgerWindow window() throws SourceException, InterruptedException {
    try {
      return fetcher.window();
    } catch (RpcException e) {
      throw e.asSourceException("the latest ledger");
    }
  }
}
