package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.LedgerChain;
import io.ttpprocessor.processor.pipeline.SharedLedger;
import io.ttpprocessor.source.LedgerRange;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live ledgers from one on, read and extracted once for all members, until there are none or it
 * fails; what came before a failure stays to be sent. Thread-safe.
 */
final class FeedRun {
  private static final Logger log = LoggerFactory.getLogger(FeedRun.class);

  private final StreamParts parts;
  private final Executor fanOut;
  private final LedgerRing ring;
  private final LedgerChain chain = LedgerChain.fromAnywhere();
  private final Set<FeedSupply> members = ConcurrentHashMap.newKeySet();
  private final SourceSupply ledgers;
  private volatile Status failure;
  private volatile boolean closed;

  /** A run that has not started. */
  FeedRun(StreamParts parts, Executor fanOut, long first, long ringBytes) {
    this.parts = parts;
    this.fanOut = fanOut;
    this.ring = new LedgerRing(first, ringBytes);
    this.ledgers =
        SourceSupply.ofContents(parts, LedgerRange.live(first), new OneAtATime(this::collect));
  }

  void start() {
    log.info("following the network from ledger {} on, for all live subscribers", ring.next());
    parts.metrics().tip().start();
    ledgers.start();
  }

  /** The ledgers read so far that there is room for. */
  LedgerRing ring() {
    return ring;
  }

  /** Why there will be no ledger after those of the ring; null while there will be. */
  Status failure() {
    return failure;
  }

  boolean isWaiting() {
    return ledgers.isWaiting();
  }

  int memberCount() {
    return members.size();
  }

  void add(FeedSupply member) {
    members.add(member);
  }

  void remove(FeedSupply member) {
    members.remove(member);
  }

  void close() {
    if (!closed) {
      parts.metrics().tip().stop();
    }
    closed = true;
    ledgers.close();
  }

  private void collect() {
    boolean news = false;
    try {
      // Before the poll: what came before the end is then found by it.
      Status end = ledgers.end();
      for (ExtractedLedger next = poll(); next != null; next = poll()) {
        add(next);
        news = true;
      }
      if (end != null && ledgers.isDrained()) {
        throw (end.isOk() ? Status.INTERNAL.withDescription("a live range has ended") : end)
            .asException();
      }
    } catch (StatusException e) {
      log.warn("live ledgers end: {}", e.getMessage());
      news |= fail(e.getStatus());
    } catch (Throwable e) {
      // An Error too: all live streams would wait for ever for what nobody reads any more.
      log.error("live ledgers end by a defect", e);
      news |= fail(Status.INTERNAL.withDescription("a defect ended the live ledgers"));
    }
    if (news) {
      members.forEach(member -> fanOut.execute(member::news));
    }
  }

  private boolean fail(Status status) {
    if (failure != null || closed) {
      return false;
    }
    // Before it is told: whoever hears of the end may begin a run of its own.
    close();
    failure = status;
    return true;
  }

  private ExtractedLedger poll() throws StatusException {
    return failure == null && !closed ? ledgers.poll() : null;
  }

  private void add(ExtractedLedger ledger) throws StatusException {
    chain.append(ledger);
    long sequence = ledger.sequence();
    parts
        .metrics()
        .tip()
        .reached(sequence, ledger.latestLedger(), ledger.content().events().closeTimeSeconds());
    ring.add(
        new SharedLedger(ledger, parts.workers(), byteCount -> ring.grow(sequence, byteCount)));
    ledgers.delivered(ledger);
  }
}
