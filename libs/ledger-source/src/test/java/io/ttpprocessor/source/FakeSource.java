package io.ttpprocessor.source;

import io.ttpprocessor.protos.rawledger.SourceInfo;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Ledgers of one size, numbered from 1 to a latest that a test moves; one of them may fail. */
final class FakeSource implements LedgerSource {
  final AtomicLong latest = new AtomicLong();
  final AtomicLong read = new AtomicLong();
  final AtomicInteger cursorsOpen = new AtomicInteger();

  /** How many ledgers were written over after they had been handed out. */
  final AtomicLong reused = new AtomicLong();

  final CountDownLatch cursorClosed = new CountDownLatch(1);
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
  private final int ledgerBytes;
  volatile long failAt = -1;
  volatile SourceException failure;
  volatile Optional<String> networkPassphrase = Optional.empty();

  FakeSource(long latest, int ledgerBytes) {
    this.latest.set(latest);
    this.ledgerBytes = ledgerBytes;
  }

  @Override
  public Optional<String> networkPassphrase() {
    return networkPassphrase;
  }

  @Override
  public long latest() throws SourceException {
    if (latest.get() == 0) {
      throw new SourceException(SourceException.Kind.MISSING, "no ledgers");
    }
    return latest.get();
  }

  @Override
  public SourceDescription describe() throws SourceException {
    if (failure != null) {
      throw failure;
    }
    return new SourceDescription(SourceInfo.Kind.KIND_LAKE, "fake", 1, latest.get());
  }

  @Override
  public LedgerCursor open(LedgerRange range) {
    cursorsOpen.incrementAndGet();
    return new Cursor(range);
  }

  @Override
  public void close() {}

  private final class Cursor implements LedgerCursor {
    private final LedgerRange range;
    private long next;
    private boolean reusesMemory;
    private byte[] before = {};

    Cursor(LedgerRange range) {
      this.range = range;
      this.next = range.first();
    }

    @Override
    public void reuseMemory() {
      reusesMemory = true;
    }

    @Override
    public Optional<LedgerBytes> next() throws SourceException, InterruptedException {
      if (reusesMemory && before.length > 0) {
        Arrays.fill(before, (byte) 0xEE);
        reused.incrementAndGet();
      }
      if (next > range.last()) {
        return Optional.empty();
      }
      if (next == failAt) {
        throw failure;
      }
      CountDownLatch never = new CountDownLatch(1);
      while (next > latest.get()) {
        never.await(5, TimeUnit.MILLISECONDS);
      }
      permits.acquire();
      read.incrementAndGet();
      byte[] bytes = new byte[ledgerBytes];
      bytes[0] = (byte) next;
      before = bytes;
      return Optional.of(LedgerBytes.of(next++, bytes, "fake"));
    }

    @Override
    public long latestKnown() {
      return latest.get();
    }

    @Override
    public void close() {
      cursorsOpen.decrementAndGet();
      cursorClosed.countDown();
    }
  }
}
