package io.ttpprocessor.datalake;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.OrderCheck;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A position in a range of a lake's ledgers. */
final class LakeCursor implements LedgerCursor {
  private final LedgerRange range;
  private final LakeLayout layout;
  private final LakeTip tip;
  private final Prefetch prefetch;
  private final FaultPolicy faults;
  private final Patience patience;
  private final Duration pollInterval;
  private final Consumer<LakeCursor> onClose;
  private final OrderCheck order;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long next;
  private LedgerBatch batch;
  private boolean reusesMemory;

  LakeCursor(
      LedgerRange range,
      LakeLayout layout,
      LakeTip tip,
      Prefetch prefetch,
      FaultPolicy faults,
      Duration pollInterval,
      Consumer<LakeCursor> onClose) {
    this.range = range;
    this.layout = layout;
    this.tip = tip;
    this.prefetch = prefetch;
    this.faults = faults;
    this.patience = Patience.of(range);
    this.pollInterval = pollInterval;
    this.onClose = onClose;
    this.order = new OrderCheck(range.first());
    this.next = range.first();
  }

  @Override
  public Optional<LedgerBytes> next() throws SourceException, InterruptedException {
    if (next > range.last()) {
      return Optional.empty();
    }
    if (next > LedgerRange.MAX_SEQUENCE) {
      throw new SourceException(
          SourceException.Kind.OUT_OF_RANGE, "there is no ledger after " + (next - 1));
    }
    if (batch == null || !batch.holds(next)) {
      boolean first = next == range.first();
      if (batch != null && reusesMemory) {
        prefetch.giveBack(batch);
      }
      batch = null;
      if (first && tip.known() < range.last()) {
        // What may be read ahead depends on it, and a layout that does not fit shows here.
        faults.call(patience, tip::latest);
      }
      requireSameLake();
      batch = await(layout.batchOf(next));
      tip.saw(batch.last());
    }
    order.accept(batch.header(next), batch.key());
    tip.readAt(next, batch.closeTime(next));
    LedgerBytes ledger = batch.ledger(next);
    next++;
    return Optional.of(ledger);
  }

  @Override
  public void reuseMemory() {
    reusesMemory = true;
  }

  @Override
  public long latestKnown() {
    return tip.known();
  }

  /** How many objects are ahead of its reader, read or being read. */
  int depth() {
    return prefetch.depth();
  }

  @Override
  public void close() {
    closed.countDown();
    prefetch.close();
    onClose.accept(this);
  }

  private void requireSameLake() throws SourceException, InterruptedException {
    if (tip.watch().isDue()) {
      faults.call(
          patience,
          () -> {
            tip.watch().check();
            return true;
          });
    }
  }

  private LedgerBatch await(LakeLayout.Batch place) throws SourceException, InterruptedException {
    boolean overtaken = false;
    while (true) {
      Optional<LedgerBatch> found = prefetch.take(place, Math.min(range.last(), tip.known()));
      if (found.isPresent() && found.get().holds(next)) {
        return found.get();
      }
      long latest = faults.call(patience, tip::latest);
      boolean goesOn = latest > place.last() || (found.isEmpty() && latest >= next);
      if (goesOn && !overtaken) {
        // It may have been written between the look at it and the listing: look once more.
        overtaken = true;
        continue;
      }
      if (goesOn || !range.isLive()) {
        throw missing(place, found, latest);
      }
      overtaken = false;
      if (closed.await(pollInterval.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException("the cursor is closed");
      }
    }
  }

  private SourceException missing(LakeLayout.Batch place, Optional<LedgerBatch> found, long latest)
      throws SourceException {
    String what =
        found.isEmpty()
            ? place.key() + ObjectCodec.ZST.suffix() + " is not in the lake"
            : String.format(
                "%s holds ledgers %d to %d only",
                found.get().key(), found.get().first(), found.get().last());
    long oldest = tip.oldest().map(LakeLayout.Batch::first).orElse(next);
    if (next < oldest) {
      return new SourceException(
          SourceException.Kind.OUT_OF_RANGE,
          String.format("ledger %d: %s, whose oldest ledger is %d", next, what, oldest));
    }
    // After the newest there is no hole: the request asks for what has not closed.
    return new SourceException(
        latest < next ? SourceException.Kind.OUT_OF_RANGE : SourceException.Kind.MISSING,
        String.format("ledger %d: %s, whose latest ledger is %d", next, what, latest));
  }
}
