package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
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
 */
final class Prefetch {
  /** Until a batch has been seen: about the size of a busy ledger. */
  private static final long FIRST_ESTIMATE_BYTES = 4L << 20;

  /**
   * A batch's size is known when it has been read: so many are begun on an estimate, and by no more
   * than their sizes can the budget be overdrawn.
   */
  private static final int UNSIZED_PER_WORKER = 2;

  private final BatchReader reader;
  private final LakeLayout layout;
  private final ExecutorService workers;
  private final ByteBudget budget;
  private final int maxAhead;
  private final int maxUnsized;
  private final Deque<Entry> ahead = new ArrayDeque<>();
  private long estimate = FIRST_ESTIMATE_BYTES;
  private boolean closed;

  Prefetch(
      BatchReader reader,
      LakeLayout layout,
      ExecutorService workers,
      ByteBudget budget,
      LakeOptions options) {
    this.reader = reader;
    this.layout = layout;
    this.workers = workers;
    this.budget = budget;
    this.maxAhead = options.batchesAhead();
    this.maxUnsized = UNSIZED_PER_WORKER * options.workers();
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
    Optional<LedgerBatch> batch = head == null ? reader.read(place) : head.await();
    if (batch.isEmpty()) {
      clear();
    } else {
      learn(batch.get().size());
    }
    return batch;
  }

  /** Gives up what is being read ahead. */
  synchronized void close() {
    closed = true;
    clear();
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
    while (mayBegin() && next <= lastLedger && budget.tryReserve(estimate)) {
      Entry entry = new Entry(layout.batchOf(next), estimate);
      entry.start();
      ahead.add(entry);
      next = entry.place.last() + 1;
    }
    return head;
  }

  private boolean mayBegin() {
    return ahead.size() < maxAhead
        && ahead.stream().filter(entry -> !entry.future.isDone()).count() < maxUnsized;
  }

  private synchronized void learn(int size) {
    estimate = size;
  }

  private synchronized void clear() {
    ahead.forEach(Entry::cancel);
    ahead.clear();
  }

  /** One batch that is being read ahead, with its share of the budget. */
  private final class Entry {
    private final LakeLayout.Batch place;
    private Future<Optional<LedgerBatch>> future;
    private long reserved;
    private boolean released;

    Entry(LakeLayout.Batch place, long reserved) {
      this.place = place;
      this.reserved = reserved;
    }

    void start() {
      future = workers.submit(this::read);
    }

    private Optional<LedgerBatch> read() throws SourceException, InterruptedException {
      Optional<LedgerBatch> batch = reader.read(place);
      correct(batch.map(LedgerBatch::size).orElse(0));
      return batch;
    }

    Optional<LedgerBatch> await() throws SourceException, InterruptedException {
      try {
        return future.get();
      } catch (CancellationException e) {
        throw new InterruptedException("the cursor is closed");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SourceException) {
          throw (SourceException) e.getCause();
        }
        throw new IllegalStateException(place.key() + " could not be read", e.getCause());
      } finally {
        release();
      }
    }

    void cancel() {
      future.cancel(true);
      release();
    }

    private synchronized void correct(long needed) {
      if (!released) {
        budget.adjust(reserved, needed);
        reserved = needed;
      }
    }

    private synchronized void release() {
      if (!released) {
        budget.release(reserved);
        released = true;
      }
    }
  }
}
