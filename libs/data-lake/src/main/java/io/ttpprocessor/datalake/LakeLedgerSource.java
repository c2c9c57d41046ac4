package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.LedgerSource;
import io.ttpprocessor.source.SourceDescription;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** The ledgers of a data lake. Closing it closes the store too. */
public final class LakeLedgerSource implements LedgerSource {
  private final ObjectStore store;
  private final LakeLayout layout;
  private final Optional<String> networkPassphrase;
  private final LakeOptions options;
  private final FaultPolicy faults;
  private final LakeStore lakeStore;
  private final LakeTip tip;
  private final BatchReader reader;
  private final ByteBudget budget;
  private final ExecutorService workers;
  private final ExecutorService unpackers;
  private final Set<LakeCursor> cursors = ConcurrentHashMap.newKeySet();

  /**
   * A source over {@code store}, which it closes.
   *
   * @param networkPassphrase what the manifest must go on saying, where it is known
   */
  public LakeLedgerSource(
      ObjectStore store,
      LakeLayout layout,
      Optional<String> networkPassphrase,
      LakeOptions options,
      FaultPolicy faults) {
    this.store = store;
    this.layout = layout;
    this.networkPassphrase = networkPassphrase;
    this.options = options;
    this.faults = faults;
    this.lakeStore = new LakeStore(store, faults);
    TipSearch search =
        store.canList()
            ? new ListedTip(store, layout)
            : new ProbedTip(store, layout, options.oldestLedger());
    ManifestWatch watch =
        new ManifestWatch(store, layout, networkPassphrase, options.manifestInterval());
    this.tip = new LakeTip(search, watch, store.description(), options.pollInterval());
    this.reader = new BatchReader(lakeStore, options);
    this.budget = new ByteBudget(options.bytesAhead());
    this.workers = pool("lake", options.workers());
    this.unpackers = pool("unpack", Prefetch.UNPACKERS);
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Optional<String> networkPassphrase() {
    return networkPassphrase;
  }

  @Override
  public long latest() throws SourceException {
    long latest = tip.latest();
    if (latest == 0) {
      throw new SourceException(
          SourceException.Kind.MISSING, "the lake " + store.description() + " holds no ledgers");
    }
    return latest;
  }

  @Override
  public SourceDescription describe() throws SourceException {
    long latest = tip.latest();
    return new SourceDescription(
        SourceInfo.Kind.KIND_LAKE, store.description(), latest == 0 ? 0 : oldest(), latest);
  }

  @Override
  public LedgerCursor open(LedgerRange range) {
    if (range.first() == LedgerRange.LATEST) {
      throw new IllegalArgumentException("the first ledger is to be resolved by the caller");
    }
    Prefetch prefetch =
        new Prefetch(reader, layout, workers, unpackers, budget, Patience.of(range));
    LakeCursor cursor =
        new LakeCursor(
            range, layout, tip, prefetch, faults, options.pollInterval(), cursors::remove);
    cursors.add(cursor);
    return cursor;
  }

  /**
   * By the oldest object's name, or where that may stand for more than there are, by reading it.
   */
  private long oldest() throws SourceException {
    Optional<LakeLayout.Batch> place = tip.oldest();
    if (place.isEmpty()) {
      return 0;
    }
    if (layout.ledgersPerBatch() == 1) {
      return place.get().first();
    }
    try {
      return reader
          .read(place.get(), Patience.BOUNDED, ByteLease.unlimited(), SpareArrays.none())
          .map(LedgerBatch::first)
          .orElse(0L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(SourceException.Kind.TRANSIENT, "the oldest: interrupted", e);
    } catch (BudgetExceededException e) {
      throw new IllegalStateException("a lease without a limit was refused", e);
    }
  }

  /** Bytes that are held ahead of all streams now. */
  long bytesAhead() {
    return budget.used();
  }

  /** The newest ledger as last seen, without asking the store; 0 when none was. */
  public long latestKnown() {
    return tip.known();
  }

  /** When the lake's newest ledger closed, in seconds since 1970, if it has been read. */
  public OptionalLong closeTimeOfLatest() {
    return tip.closeTime();
  }

  /** How long ago the lake's newest ledger closed, in seconds, if it has been read. */
  public OptionalLong secondsBehindNetwork() {
    OptionalLong closed = tip.closeTime();
    return closed.isEmpty()
        ? closed
        : OptionalLong.of(Math.max(0, Instant.now().getEpochSecond() - closed.getAsLong()));
  }

  /** Has each fetch's time told, in nanoseconds, of those that brought an object. */
  public void timeFetchesBy(LongConsumer consumer) {
    lakeStore.timeFetchesBy(consumer);
  }

  /** The figures of fetching by name, for the health page; bytes are those stored. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("objects_fetched", lakeStore.objects());
    figures.put("bytes_fetched", lakeStore.bytes());
    figures.put("prefetch_depth", cursors.stream().mapToInt(LakeCursor::depth).sum());
    figures.put("prefetch_bytes", budget.used());
    figures.put("prefetch_bytes_limit", budget.limit());
    return figures;
  }

  @Override
  public void close() {
    cursors.forEach(LakeCursor::close);
    workers.shutdownNow();
    unpackers.shutdownNow();
    reader.close();
    store.close();
  }
}
