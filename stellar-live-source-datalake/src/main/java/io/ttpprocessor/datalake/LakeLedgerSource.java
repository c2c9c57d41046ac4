package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.LedgerSource;
import io.ttpprocessor.source.SourceException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The ledgers of a data lake. Closing it closes the store too. */
final class LakeLedgerSource implements LedgerSource {
  private final ObjectStore store;
  private final LakeLayout layout;
  private final Optional<String> networkPassphrase;
  private final LakeOptions options;
  private final LakeTip tip;
  private final BatchReader reader;
  private final ByteBudget budget;
  private final ExecutorService workers;
  private final Set<LakeCursor> cursors = ConcurrentHashMap.newKeySet();

  LakeLedgerSource(
      ObjectStore store,
      LakeLayout layout,
      Optional<String> networkPassphrase,
      LakeOptions options) {
    this.store = store;
    this.layout = layout;
    this.networkPassphrase = networkPassphrase;
    this.options = options;
    this.tip = new LakeTip(store, layout, options.pollInterval());
    this.reader = new BatchReader(store, options);
    this.budget = new ByteBudget(options.bytesAhead());
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            options.workers(),
            task -> {
              Thread thread = new Thread(task, "lake-" + number.incrementAndGet());
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
  public LedgerCursor open(LedgerRange range) throws SourceException {
    if (range.first() == LedgerRange.LATEST) {
      throw new IllegalArgumentException("the first ledger is to be resolved by the caller");
    }
    // What may be read ahead depends on it, and a layout that does not fit shows here.
    tip.latest();
    Prefetch prefetch = new Prefetch(reader, layout, workers, budget, options);
    LakeCursor cursor =
        new LakeCursor(range, layout, tip, prefetch, options.pollInterval(), cursors::remove);
    cursors.add(cursor);
    return cursor;
  }

  /** Bytes that are held ahead of all streams now. */
  long bytesAhead() {
    return budget.used();
  }

  @Override
  public void close() {
    cursors.forEach(LakeCursor::close);
    workers.shutdownNow();
    store.close();
  }
}
