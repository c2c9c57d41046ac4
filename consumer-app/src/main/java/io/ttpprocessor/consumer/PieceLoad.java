package io.ttpprocessor.consumer;

import com.google.common.util.concurrent.Uninterruptibles;
import io.ttpprocessor.store.Cursor;
import io.ttpprocessor.store.EventSink;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.PartitionLoader;
import io.ttpprocessor.store.PartitionWriter;
import io.ttpprocessor.store.SinkException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Loads one range of ledgers as a partition: several streams of the processor at a time, each with
 * a writer of its own, take one slice of the range after the other, with a storing pipeline's
 * checks and bounds of memory. Nothing is visible before all of it is there.
 */
final class PieceLoad {
  /** What a lake's objects usually hold, so that two streams rarely read the same one. */
  private static final long SLICE_GRID = 64;

  /** So many that a stream's begin costs nothing, so few that all streams end at about a time. */
  private static final long MOST_SLICE_LEDGERS = 8_192;

  private final FillContext context;
  private final FillProgress progress;

  PieceLoad(FillContext context, FillProgress progress) {
    this.context = context;
    this.progress = progress;
  }

  /**
   * Loads {@code piece}.
   *
   * @return how many events its ledgers have
   * @throws ConsumerException when its ledgers cannot be had, or are not what they should be
   * @throws SinkException when they cannot be stored; {@link SinkException.Kind#RANGE_TAKEN} when
   *     somebody else has them or is at work on them
   */
  long run(LedgerSpan piece) throws ConsumerException, SinkException, InterruptedException {
    ConsumerStatus status = new ConsumerStatus(context.table().name(), 0);
    try (PartitionLoader loader =
        new PartitionLoader(context.database(), context.table(), context.pipeline(), piece)) {
      loader.begin();
      progress.loads(piece, status::counts);
      stream(piece, status);
      progress.makesIndexes(piece);
      loader.finish(context.streams());
    }
    return status.counts().events();
  }

  /** Its slices, which begin at multiples of what a lake's objects hold. */
  private Queue<LedgerSpan> slices(LedgerSpan piece) {
    long share = Math.min(piece.size() / context.streams() + 1, MOST_SLICE_LEDGERS);
    long size = (share + SLICE_GRID - 1) / SLICE_GRID * SLICE_GRID;
    return new ConcurrentLinkedQueue<>(piece.pieces(size));
  }

  private void stream(LedgerSpan piece, ConsumerStatus status)
      throws ConsumerException, SinkException, InterruptedException {
    Queue<LedgerSpan> slices = slices(piece);
    int streams = Math.min(context.streams(), slices.size());
    ExecutorService threads = Executors.newFixedThreadPool(streams);
    try {
      CompletionService<Void> ends = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < streams; i++) {
        ends.submit(() -> stream(piece, slices, status));
      }
      for (int i = 0; i < streams; i++) {
        ends.take().get();
      }
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    } finally {
      threads.shutdownNow();
      // A writer that were still at work would write into the next try's tables.
      Uninterruptibles.awaitTerminationUninterruptibly(threads);
    }
  }

  private Void stream(LedgerSpan piece, Queue<LedgerSpan> slices, ConsumerStatus status)
      throws ConsumerException, SinkException, InterruptedException {
    ConsumerSettings settings = context.settings();
    try (WriterSink sink =
        new WriterSink(new PartitionWriter(context.database(), context.table(), piece))) {
      for (LedgerSpan slice = slices.poll(); slice != null; slice = slices.poll()) {
        LedgerBatcher batcher = new LedgerBatcher(settings.batchLedgers(), settings.batchBytes());
        new ConsumerPipeline(context.table(), context.client(), sink, batcher, status)
            .run(RangePlan.from(slice.first(), slice.last()), settings.network());
      }
    }
    return null;
  }

  private static void rethrow(Throwable failure)
      throws ConsumerException, SinkException, InterruptedException {
    if (failure instanceof ConsumerException) {
      throw (ConsumerException) failure;
    }
    if (failure instanceof SinkException) {
      throw (SinkException) failure;
    }
    if (failure instanceof InterruptedException) {
      throw (InterruptedException) failure;
    }
    throw new IllegalStateException("a stream's thread died", failure);
  }

  /** A load has no cursor: which ledgers have come is known by its own tables. */
  private record WriterSink(PartitionWriter writer) implements EventSink {
    @Override
    public Optional<Cursor> cursor() {
      return Optional.empty();
    }

    @Override
    public void write(LedgerBatch batch) throws SinkException {
      writer.write(batch.ledgers());
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
