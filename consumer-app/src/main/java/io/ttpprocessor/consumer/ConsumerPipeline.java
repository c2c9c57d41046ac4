package io.ttpprocessor.consumer;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.Cursor;
import io.ttpprocessor.store.EventSink;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.SinkException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores a range of ledgers: one thread reads and checks them, the caller's stores them. What was
 * read before a failure is stored before it is reported.
 */
final class ConsumerPipeline {
  private final EventTable table;
  private final EventStreamClient client;
  private final EventSink sink;
  private final LedgerBatcher batcher;
  private final ConsumerStatus status;
  private volatile boolean stopping;
  private volatile Thread writer;

  /** Reads the events of {@code table} by {@code client} and stores them by {@code sink}. */
  ConsumerPipeline(
      EventTable table,
      EventStreamClient client,
      EventSink sink,
      LedgerBatcher batcher,
      ConsumerStatus status) {
    this.table = table;
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
    CursorChain chain = new CursorChain(plan, table, network);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader = new Thread(() -> read(chain, failure), "event-stream-" + table.name());
    reader.start();
    try {
      Optional<Cursor> stored = write(plan.after());
      if (!stopping) {
        rethrow(failure.get());
        requireEnd(plan, stored);
      }
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

  private void read(CursorChain chain, AtomicReference<Throwable> failure) {
    try {
      client.read(
          chain,
          ledger -> {
            status.received(ledger);
            batcher.put(ledger);
          });
    } catch (InterruptedException e) {
      // The writer has ended and has its own reason.
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // An Error too: what ends the stream unseen would pass for the end of the range.
      failure.set(e);
    } finally {
      batcher.finish();
    }
  }

  /** Stores all that comes; returns the cursor after the last batch. */
  private Optional<Cursor> write(Optional<Cursor> stored)
      throws SinkException, InterruptedException {
    Optional<Cursor> before = stored;
    for (List<LedgerEvents> ledgers = batcher.take();
        !ledgers.isEmpty() && !stopping;
        ledgers = batcher.take()) {
      LedgerBatch batch = new LedgerBatch(before, ledgers);
      sink.write(batch);
      before = Optional.of(batch.after());
      status.stored(batch);
    }
    return before;
  }

  private static void rethrow(Throwable failure) throws ConsumerException {
    if (failure instanceof ConsumerException) {
      throw (ConsumerException) failure;
    }
    if (failure != null) {
      throw new IllegalStateException("the event stream's thread died", failure);
    }
  }

  /** Nobody may take a range for done of which ledgers are missing, whatever the reason. */
  private static void requireEnd(RangePlan plan, Optional<Cursor> stored) throws ConsumerException {
    long last = stored.map(Cursor::ledgerSequence).orElse(0L);
    if (plan.live() || last < plan.last()) {
      throw new ConsumerException(
          String.format(
              "the event stream ended without a reason: %s, and the range goes %s",
              last == 0 ? "nothing is stored" : "ledger " + last + " is the last one stored",
              plan.live() ? "on without an end" : "to ledger " + plan.last()));
    }
  }
}
