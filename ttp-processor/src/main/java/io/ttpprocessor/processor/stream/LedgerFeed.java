package io.ttpprocessor.processor.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Live ledgers for all live subscribers: each is read from the source, extracted and serialized
 * once. It begins when the first subscriber has come to the newest ledger, and ends a while after
 * the last one has gone. A subscriber that begins earlier joins when it has come to a ledger that
 * is kept here. Thread-safe.
 */
public final class LedgerFeed implements AutoCloseable {
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final StreamParts parts;
  private final long ringBytes;
  private final ExecutorService fanOut;

  /** Null while nobody is served live. */
  private FeedRun run;

  private boolean closed;

  /**
   * A feed that follows nothing yet.
   *
   * @param ringBytes how much of the newest ledgers is kept
   */
  public LedgerFeed(StreamParts parts, long ringBytes) {
    this.parts = parts;
    this.ringBytes = ringBytes;
    this.fanOut = Executors.newFixedThreadPool(parts.workers().count(), LedgerFeed::thread);
  }

  /**
   * The shared ledgers from {@code next} on, or null when that one is not, or not next, among them.
   *
   * @param isNext whether it is the one that the network closes next, and may begin the feed
   */
  synchronized FeedSupply join(long next, boolean isNext, FeedSupply.Wanted wanted) {
    FeedRun current = current();
    if (closed || current == null && !isNext) {
      return null;
    }
    if (current == null) {
      current = new FeedRun(parts, this::execute, next, ringBytes);
      run = current;
      current.start();
    } else if (next < current.ring().oldest() || next > current.ring().next()) {
      return null;
    }
    return supply(current, next, wanted);
  }

  /** The shared ledgers from the newest on, or null when there is none. */
  synchronized FeedSupply joinNewest(FeedSupply.Wanted wanted) {
    FeedRun current = current();
    return closed || current == null || current.ring().size() == 0
        ? null
        : supply(current, current.ring().next() - 1, wanted);
  }

  /** What there is to tell of it, by name. */
  public synchronized Map<String, Object> figures() {
    return run == null
        ? Map.of("live_subscribers", 0, "live_ring_ledgers", 0, "live_ring_bytes", 0L)
        : Map.of(
            "live_subscribers",
            run.memberCount(),
            "live_ring_ledgers",
            run.ring().size(),
            "live_ring_bytes",
            run.ring().bytes());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stop();
    }
    fanOut.shutdownNow();
  }

  private FeedSupply supply(FeedRun current, long next, FeedSupply.Wanted wanted) {
    FeedSupply supply = new FeedSupply(current, next, wanted, this::execute, this::left);
    current.add(supply);
    return supply;
  }

  /** The run that may be joined: one that has failed is only read to its end. */
  private FeedRun current() {
    if (run != null && run.failure() != null) {
      run = null;
    }
    return run;
  }

  private synchronized void left() {
    if (run == null || run.memberCount() > 0) {
      return;
    }
    try {
      parts.source().timer().schedule(this::stopIfIdle, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The process is ending, and so is everything that was followed.
      return;
    }
  }

  private synchronized void stopIfIdle() {
    if (run != null && run.memberCount() == 0) {
      stop();
    }
  }

  private void stop() {
    if (run != null) {
      run.close();
      run = null;
    }
  }

  /** Has these done, by threads that do not wait. */
  void execute(List<Runnable> tasks) {
    tasks.forEach(this::execute);
  }

  private void execute(Runnable task) {
    try {
      fanOut.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed: there is nobody left to tell.
      return;
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "fan-out");
    thread.setDaemon(true);
    return thread;
  }
}
