package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.Patience;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads one stream's batches ahead of it, on shared threads and within a shared budget, and hands
 * them over in order. As many as the store's latency demands are fetched; only the next few of them
 * are unpacked, so that they are still in the processor's caches when their turn comes. The batch
 * that the stream waits for is read by the stream's own thread unless it was read ahead: however
 * busy the others are, every stream gets on.
 *
 * <p>The budget is kept at each moment: a read takes its share before it takes memory, for what it
 * fetches and for what that becomes; one that finds no room left gives up, and is made again when
 * its turn has come.
 */
final class Prefetch {
  /** Until a batch has been seen: about what a busy ledger takes. */
  private static final long FIRST_ESTIMATE_BYTES = 4L << 20;

  /** Half of the cores: to send what is unpacked takes as much. */
  static final int UNPACKERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** How many batches are unpacked ahead; with more, each has left the caches before its turn. */
  static final int UNPACKED_AHEAD = UNPACKERS + 2;

  private static final double ESTIMATE_DECAY = 0.95;

  private final BatchReader reader;
  private final LakeLayout layout;
  private final ExecutorService workers;
  private final ExecutorService unpackers;
  private final ByteBudget budget;
  private final Patience patience;
  private final SpareArrays spares;
  private final Deque<Entry> ahead = new ArrayDeque<>();
  private long estimate = FIRST_ESTIMATE_BYTES;
  private boolean closed;

  Prefetch(
      BatchReader reader,
      LakeLayout layout,
      ExecutorService workers,
      ExecutorService unpackers,
      ByteBudget budget,
      Patience patience) {
    this.reader = reader;
    this.layout = layout;
    this.workers = workers;
    this.unpackers = unpackers;
    this.budget = budget;
    this.patience = patience;
    this.spares = new SpareArrays(budget, UNPACKED_AHEAD);
  }

  /**
   * A batch, or nothing when the lake has no such object.
   *
   * @param place the batch wanted now
   * @param lastLedger no batch is read ahead that begins after this ledger
   */
  Optional<LedgerBatch> take(LakeLayout.Batch place, long lastLedger)
      throws SourceException, InterruptedException {
    Entry head = advance(place, lastLedger);
    Optional<LedgerBatch> batch = head == null ? null : head.await();
    if (batch == null) {
      batch = readNow(place);
    }
    if (batch.isEmpty()) {
      clear();
    }
    return batch;
  }

  /** Takes back the memory of a batch whose ledgers nobody reads any more. */
  void giveBack(LedgerBatch batch) {
    spares.give(batch.array());
  }

  /** How many batches are ahead of the stream, read or being read. */
  synchronized int depth() {
    return ahead.size();
  }

  /** Gives up what is being read ahead. */
  synchronized void close() {
    closed = true;
    clear();
    spares.close();
  }

  private Optional<LedgerBatch> readNow(LakeLayout.Batch place)
      throws SourceException, InterruptedException {
    ByteLease lease = ByteLease.unlimited();
    try {
      Optional<LedgerBatch> batch = reader.read(place, patience, lease, spares);
      if (batch.isPresent()) {
        learn(lease.peak());
      }
      return batch;
    } catch (BudgetExceededException e) {
      throw new IllegalStateException("a lease without a limit was refused", e);
    }
  }

  private synchronized Entry advance(LakeLayout.Batch place, long lastLedger)
      throws InterruptedException {
    if (closed) {
      throw new InterruptedException("the cursor is closed");
    }
    Entry head = ahead.poll();
    if (head != null && !head.place.equals(place)) {
      head.cancel();
      clear();
      head = null;
    }
    long next = (ahead.isEmpty() ? place : ahead.peekLast().place).last() + 1;
    int most = reader.batchesAhead();
    while (ahead.size() < most && next <= lastLedger) {
      Optional<ByteLease> lease = ByteLease.of(budget, estimate);
      if (lease.isEmpty()) {
        break;
      }
      Entry entry = new Entry(layout.batchOf(next), lease.get());
      entry.start();
      ahead.add(entry);
      next = entry.place.last() + 1;
    }
    ahead.stream().limit(UNPACKED_AHEAD).forEach(Entry::unpackIfFetched);
    return head;
  }

  private synchronized void learn(long peak) {
    estimate = Math.max(peak, (long) (estimate * ESTIMATE_DECAY));
  }

  private synchronized void clear() {
    ahead.forEach(Entry::cancel);
    ahead.clear();
  }

  /** One batch that is being read ahead, with its share of the budget. */
  private final class Entry {
    private final LakeLayout.Batch place;
    private final ByteLease lease;
    private Future<Optional<BatchReader.Fetched>> fetched;

    /** Set once it is being unpacked ahead; guarded by the prefetch. */
    private Future<Optional<LedgerBatch>> batch;

    Entry(LakeLayout.Batch place, ByteLease lease) {
      this.place = place;
      this.lease = lease;
    }

    void start() {
      fetched = workers.submit(() -> leased(() -> reader.fetch(place, Patience.BOUNDED, lease)));
    }

    /** One that is not there yet is left alone: no thread is to wait for it. */
    void unpackIfFetched() {
      if (batch == null && fetched.isDone()) {
        batch = unpackers.submit(this::unpack);
      }
    }

    /** A worker is not kept by a fault longer than a bounded range would wait. */
    private Optional<LedgerBatch> unpack() throws Exception {
      Optional<BatchReader.Fetched> object = fetched.get();
      if (object.isEmpty()) {
        return Optional.empty();
      }
      return leased(
          () -> {
            Optional<LedgerBatch> unpacked =
                reader.unpack(object.get(), place, Patience.BOUNDED, lease, spares);
            learn(lease.peak());
            return unpacked;
          });
    }

    private <T> T leased(Callable<T> step) throws Exception {
      try {
        return step.call();
      } catch (BudgetExceededException | SourceException e) {
        // What it holds now it holds for nothing, perhaps for long.
        learn(lease.peak());
        lease.release();
        throw e;
      }
    }

    /** The batch as {@link #take} returns it, or null when it is to be read now. */
    Optional<LedgerBatch> await() throws SourceException, InterruptedException {
      try {
        return batch == null ? unpack() : batch.get();
      } catch (CancellationException e) {
        throw new InterruptedException("the cursor is closed");
      } catch (ExecutionException e) {
        return afterFailure(rootOf(e));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        return afterFailure(e);
      } finally {
        lease.release();
      }
    }

    /** What was thrown in the fetching, when it is seen through the unpacking. */
    private Throwable rootOf(ExecutionException failure) {
      Throwable cause = failure.getCause();
      return cause instanceof ExecutionException ? cause.getCause() : cause;
    }

    private Optional<LedgerBatch> afterFailure(Throwable failure) throws SourceException {
      if (failure instanceof BudgetExceededException) {
        return null;
      }
      if (failure instanceof SourceException) {
        SourceException known = (SourceException) failure;
        if (known.kind() == SourceException.Kind.TRANSIENT && patience == Patience.ENDLESS) {
          return null;
        }
        throw known;
      }
      throw new IllegalStateException(place.key() + " could not be read", failure);
    }

    void cancel() {
      fetched.cancel(true);
      if (batch != null) {
        batch.cancel(true);
      }
      lease.release();
    }
  }
}
