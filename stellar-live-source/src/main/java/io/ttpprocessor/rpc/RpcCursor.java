package io.ttpprocessor.rpc;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.OrderCheck;
import io.ttpprocessor.source.SourceException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A position in a range of ledgers: one page being read, and the next being fetched meanwhile as
 * far as the memory for all streams allows.
 */
final class RpcCursor implements LedgerCursor {
  private final LedgerRange range;
  private final RpcLedgerSource source;
  private final PageSize size;
  private OrderCheck order;
  private Iterator<LedgerBytes> page = Collections.emptyIterator();

  /** The next page, if it has been asked for; guarded by this. */
  private Future<LedgerPage> pending;

  /** Whether it has been asked for ahead, and holds a permit; guarded by this. */
  private boolean isAhead;

  private boolean closed;

  RpcCursor(LedgerRange range, RpcLedgerSource source) {
    this.range = range;
    this.source = source;
    this.size = source.newPageSize();
    this.order = new OrderCheck(range.first());
  }

  @Override
  public Optional<LedgerBytes> next() throws SourceException, InterruptedException {
    if (!page.hasNext()) {
      if (order.expected() > range.last()) {
        return Optional.empty();
      }
      if (order.expected() > LedgerRange.MAX_SEQUENCE) {
        throw new SourceException(
            SourceException.Kind.OUT_OF_RANGE,
            "there is no ledger after " + (order.expected() - 1));
      }
      LedgerPage taken = take();
      page = taken.ledgers().iterator();
      order = taken.after();
      fetchAhead();
    }
    return Optional.of(page.next());
  }

  @Override
  public long latestKnown() {
    return source.tip().window().latest();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (pending != null) {
        pending.cancel(true);
      }
      release();
    }
    source.forget(this);
  }

  private LedgerPage take() throws SourceException, InterruptedException {
    Future<LedgerPage> wanted = pending();
    try {
      return wanted.get();
    } catch (CancellationException e) {
      throw closed();
    } catch (ExecutionException e) {
      return rethrow(e.getCause());
    } finally {
      taken();
    }
  }

  private synchronized Future<LedgerPage> pending() throws InterruptedException {
    if (closed) {
      throw closed();
    }
    if (pending == null) {
      pending = fetch();
    }
    return pending;
  }

  private synchronized void taken() {
    if (pending.isDone()) {
      pending = null;
    }
    release();
  }

  private synchronized void fetchAhead() {
    boolean goesOn = order.expected() <= Math.min(range.last(), LedgerRange.MAX_SEQUENCE);
    if (!closed && goesOn && source.pagesAhead().tryAcquire()) {
      isAhead = true;
      pending = fetch();
    }
  }

  private Future<LedgerPage> fetch() {
    PageRequest request = new PageRequest(order, range.last(), size);
    return source.submit(() -> source.page(range, request));
  }

  private synchronized void release() {
    if (isAhead) {
      isAhead = false;
      source.pagesAhead().release();
    }
  }

  private static LedgerPage rethrow(Throwable failure)
      throws SourceException, InterruptedException {
    if (failure instanceof SourceException) {
      throw (SourceException) failure;
    }
    if (failure instanceof InterruptedException) {
      throw closed();
    }
    throw new IllegalStateException("A defect in fetching a page", failure);
  }

  private static InterruptedException closed() {
    return new InterruptedException("the cursor is closed");
  }
}
