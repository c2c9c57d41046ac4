package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.Patience;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads one stream's batches ahead of it, on shared threads and within a shared budget, and hands
 * them over in order. The batch that the stream waits for is read by the stream's own thread unless
 * it was read ahead: however busy the others are, every stream gets on.
 *
 * <p>The budget is kept at each moment: a read takes its share before it takes memory, for what it
 * fetches and for what that becomes; one that finds no room left gives up, and is made again when
 * its turn has come.
 */
final class Prefetch {
  /** Until a batch has been seen: about what a busy ledger takes. */
  private static final long FIRST_ESTIMATE_BYTES = 4L << 20;

  private static final double ESTIMATE_DECAY = 0.95;

  private final BatchReader reader;
  private final LakeLayout layout;
  private final ExecutorService workers;
  private final ByteBudget budget;
  private final int maxAhead;
  private final Patience patience;
  private final Deque<Entry> ahead = new ArrayDeque<>();
  private long estimate = FIRST_ESTIMATE_BYTES;
  private boolean closed;

  Prefetch(
      BatchReader reader,
      LakeLayout layout,
      ExecutorService workers,
      ByteBudget budget,
      int maxAhead,
      Patience patience) {
    this.reader = reader;
    this.layout = layout;
    this.workers = workers;
    this.budget = budget;
    this.maxAhead = maxAhead;
    this.patience = patience;
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

  /** How many batches are ahead of the stream, read or being read. */
  synchronized int depth() {
    return ahead.size();
  }

  /** Gives up what is being read ahead. */
  synchronized void close() {
    closed = true;
    clear();
  }

  private Optional<LedgerBatch> readNow(LakeLayout.Batch place)
      throws SourceException, InterruptedException {
    ByteLease lease = ByteLease.unlimited();
    try {
      Optional<LedgerBatch> batch = reader.read(place, patience, lease);
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
    while (ahead.size() < maxAhead && next <= lastLedger) {
      Optional<ByteLease> lease = ByteLease.of(budget, estimate);
      if (lease.isEmpty()) {
        break;
      }
      Entry entry = new Entry(layout.batchOf(next), lease.get());
      entry.start();
      ahead.add(entry);
      next = entry.place.last() + 1;
    }
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
    private Future<Optional<LedgerBatch>> future;

    Entry(LakeLayout.Batch place, ByteLease lease) {
      this.place = place;
      this.lease = lease;
    }

    void start() {
      future = workers.submit(this::read);
    }

    /** A worker is not kept by a fault longer than a bounded range would wait. */
    private Optional<LedgerBatch> read() throws Exception {
      try {
        Optional<LedgerBatch> batch = reader.read(place, Patience.BOUNDED, lease);
        if (batch.isPresent()) {
          learn(lease.peak());
        }
        return batch;
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
        return future.get();
      } catch (CancellationException e) {
        throw new InterruptedException("the cursor is closed");
      } catch (ExecutionException e) {
        return afterFailure(e.getCause());
      } finally {
        lease.release();
      }
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
      future.cancel(true);
      lease.release();
    }
  }
}
