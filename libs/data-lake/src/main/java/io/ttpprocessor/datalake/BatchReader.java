package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectTooLargeException;
import io.ttpprocessor.datalake.store.StoredObject;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.Patience;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a batch by its place, whatever its suffix, and decompresses and checks it. Thread-safe.
 */
final class BatchReader implements AutoCloseable {
  private static final long SETTLE_POLL_MILLIS = 100;

  /** Until an object has been seen: ledgers shrink to about a fifth. */
  private static final double FIRST_RATIO = 6;

  private static final double RATIO_MARGIN = 1.08;
  private static final double RATIO_DECAY = 0.995;

  private final LakeStore store;
  private final LakeOptions options;
  private final DecompressionLimits limits;
  private final BoundedZstd zstd;
  private volatile ObjectCodec usual = ObjectCodec.ZST;

  /** How many times its size an object becomes, at most, by those seen lately. */
  private volatile double ratio = FIRST_RATIO;

  BatchReader(LakeStore store, LakeOptions options) {
    this.store = store;
    this.options = options;
    this.limits = new DecompressionLimits(options.maxObjectBytes(), options.allowUnchecked());
    this.zstd = new BoundedZstd(limits.allowUnchecked());
  }

  /**
   * The batch, or nothing when the lake has no such object.
   *
   * <p>Writers to a file system do not put an object into place in one step: one that is damaged
   * and was written a moment ago is read again until it is whole or old enough.
   *
   * @param lease what the object, and what it becomes, may take; it holds the batch's size at last
   * @param spares arrays that it may become
   * @throws SourceException CORRUPT, REFUSED or TRANSIENT, naming the object's key
   * @throws BudgetExceededException when the lease cannot be extended as far as is needed
   */
  Optional<LedgerBatch> read(
      LakeLayout.Batch place, Patience patience, ByteLease lease, SpareArrays spares)
      throws SourceException, BudgetExceededException, InterruptedException {
    Optional<Fetched> fetched = fetch(place, patience, lease);
    return fetched.isPresent()
        ? unpack(fetched.get(), place, patience, lease, spares)
        : Optional.empty();
  }

  /**
   * The second half of {@link #read}: decompresses and checks what {@link #fetch} has brought, and
   * fetches it again while it is settling.
   */
  Optional<LedgerBatch> unpack(
      Fetched fetched,
      LakeLayout.Batch place,
      Patience patience,
      ByteLease lease,
      SpareArrays spares)
      throws SourceException, BudgetExceededException, InterruptedException {
    long attempts = 1 + options.settleTime().toMillis() / SETTLE_POLL_MILLIS;
    Fetched current = fetched;
    while (true) {
      try {
        LedgerBatch batch = parse(current, place, lease, spares);
        lease.shrinkTo(batch.size());
        return Optional.of(batch);
      } catch (SourceException e) {
        attempts--;
        if (attempts <= 0 || !isSettling(current.object())) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(SETTLE_POLL_MILLIS);
      Optional<Fetched> again = fetch(place, patience, lease);
      if (again.isEmpty()) {
        return Optional.empty();
      }
      current = again.get();
    }
  }

  private boolean isSettling(StoredObject object) {
    return object.lastModified().isAfter(Instant.now().minus(options.settleTime()));
  }

  private LedgerBatch parse(
      Fetched fetched, LakeLayout.Batch place, ByteLease lease, SpareArrays spares)
      throws SourceException, BudgetExceededException {
    long start = System.nanoTime();
    byte[] compressed = fetched.object().bytes();
    long expected = (long) (compressed.length * ratio);
    int limit = limits.maxBytesOf(compressed.length);
    BoundedOutput output = new BoundedOutput(expected, limit, compressed.length, lease, spares);
    boolean vouchedFor;
    try {
      vouchedFor = fetched.codec().decompress(compressed, zstd, output);
    } catch (DecompressionException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format(
              "%s (ledgers %d to %d): %s",
              fetched.key(), place.first(), place.last(), e.getMessage()),
          e);
    }
    learnRatio((double) output.size() / compressed.length);
    output.trim();
    LedgerBatch batch =
        vouchedFor
            ? LedgerBatch.parse(fetched.key(), place, output.bytes(), output.size())
            : LedgerBatch.parseWhole(fetched.key(), place, output.bytes(), output.size());
    store.latency().unpacked(System.nanoTime() - start);
    return batch;
  }

  private void learnRatio(double seen) {
    ratio = Math.max(seen * RATIO_MARGIN, ratio * RATIO_DECAY);
  }

  /** How many batches are to be fetched ahead of one stream now. */
  int batchesAhead() {
    return store.latency().batchesAhead(options.batchesAhead());
  }

  /** The first half of {@link #read}: the object as it is stored, whatever its suffix. */
  Optional<Fetched> fetch(LakeLayout.Batch place, Patience patience, ByteLease lease)
      throws SourceException, BudgetExceededException, InterruptedException {
    ObjectCodec first = usual;
    Optional<StoredObject> object = fetch(place.key() + first.suffix(), patience, lease);
    if (object.isPresent()) {
      return Optional.of(new Fetched(place.key() + first.suffix(), first, object.get()));
    }
    for (ObjectCodec codec : ObjectCodec.values()) {
      if (codec != first) {
        object = fetch(place.key() + codec.suffix(), patience, lease);
        if (object.isPresent()) {
          usual = codec;
          return Optional.of(new Fetched(place.key() + codec.suffix(), codec, object.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<StoredObject> fetch(String key, Patience patience, ByteLease lease)
      throws SourceException, BudgetExceededException, InterruptedException {
    while (true) {
      long cap = Math.min(options.maxObjectBytes(), lease.bytes());
      try {
        return store.get(key, cap, patience);
      } catch (ObjectTooLargeException e) {
        if (e.size() > options.maxObjectBytes() || cap == options.maxObjectBytes()) {
          throw new SourceException(SourceException.Kind.CORRUPT, e.getMessage(), e);
        }
        // Refused before its body was read: with more room it is asked for once more.
        lease.require((long) (e.size() * (1 + ratio)));
      }
    }
  }

  @Override
  public void close() {
    zstd.close();
  }

  /** An object that is still compressed. */
  record Fetched(String key, ObjectCodec codec, StoredObject object) {}
}
