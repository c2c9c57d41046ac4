package io.ttpprocessor.consumer;

import io.ttpprocessor.consumer.sink.Cursor;
import io.ttpprocessor.consumer.sink.EventSink;
import io.ttpprocessor.consumer.sink.LedgerBatch;
import io.ttpprocessor.consumer.sink.SinkException;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores a range of ledgers: one thread reads and checks them, the caller's stores them. What was
 * read before a failure is stored before it is reported.
 */
final class ConsumerPipeline {
  private final EventStreamClient client;
  private final EventSink sink;
  private final LedgerBatcher batcher;
  private final ConsumerStatus status;
  private volatile boolean stopping;
  private volatile Thread writer;

  ConsumerPipeline(
      EventStreamClient client, EventSink sink, LedgerBatcher batcher, ConsumerStatus status) {
    this.client = client;
    this.sink = sink;
    this.batcher = batcher;
    this.status = status;
  }

  /** What is left of the range {@code start} to {@code end} after what is stored. */
  RangePlan plan(long start, long end)
      throws ConsumerException, SinkException, InterruptedException {
    RangePlan plan = RangePlan.of(start, end, sink.cursor());
    plan.after().ifPresent(cursor -> status.startsAfter(cursor.ledgerSequence()));
    return plan;
  }

  /**
   * Reads and stores what {@code plan} says; returns at the end of a bounded range, or when {@link
   * #stop()} was called and no transaction is open.
   *
   * @throws ConsumerException when it cannot go on; all that came before the reason is stored
   */
  void run(RangePlan plan, Optional<String> network)
      throws ConsumerException, SinkException, InterruptedException {
    writer = Thread.currentThread();
    LedgerChain chain = new LedgerChain(plan, network);
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread reader = new Thread(() -> read(chain, failure), "event-stream");
    reader.start();
    try {
      write(plan.after());
    } catch (InterruptedException e) {
      if (!stopping) {
        throw e;
      }
    } catch (SinkException e) {
      // What an interrupted call says of itself is no failure of the database's.
      if (!stopping) {
        throw e;
      }
    } finally {
      reader.interrupt();
    }
    rethrow(failure.get());
  }

  /** Asks {@link #run} to return: the transaction that is open is finished or rolled back. */
  void stop() {
    stopping = true;
    batcher.finish();
    Thread thread = writer;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void read(LedgerChain chain, AtomicReference<Exception> failure) {
    try {
      client.read(
          chain,
          ledger -> {
            status.received(ledger);
            batcher.put(ledger);
          });
    } catch (ConsumerException | RuntimeException e) {
      failure.set(e);
    } catch (InterruptedException e) {
      // The writer has ended and has its own reason.
      Thread.currentThread().interrupt();
    } finally {
      batcher.finish();
    }
  }

  private void write(Optional<Cursor> stored) throws SinkException, InterruptedException {
    Optional<Cursor> before = stored;
    for (List<LedgerEvents> ledgers = batcher.take();
        !ledgers.isEmpty() && !stopping;
        ledgers = batcher.take()) {
      LedgerBatch batch = new LedgerBatch(before, ledgers);
      sink.write(batch);
      before = Optional.of(batch.after());
      status.stored(batch);
    }
  }

  private void rethrow(Exception failure) throws ConsumerException {
    if (failure == null || stopping) {
      return;
    }
    if (failure instanceof ConsumerException) {
      throw (ConsumerException) failure;
    }
    throw new IllegalStateException("the event stream's thread died", failure);
  }
}
