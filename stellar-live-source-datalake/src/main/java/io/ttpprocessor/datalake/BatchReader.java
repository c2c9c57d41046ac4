package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.ObjectTooLargeException;
import io.ttpprocessor.datalake.store.StoredObject;
import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a batch by its place, whatever its suffix, and decompresses and checks it. Thread-safe.
 */
final class BatchReader {
  private static final long SETTLE_POLL_MILLIS = 100;

  private final ObjectStore store;
  private final LakeOptions options;
  private final DecompressionLimits limits;
  private volatile ObjectCodec usual = ObjectCodec.ZST;

  BatchReader(ObjectStore store, LakeOptions options) {
    this.store = store;
    this.options = options;
    this.limits = new DecompressionLimits(options.maxObjectBytes(), options.allowUnchecked());
  }

  /**
   * The batch, or nothing when the lake has no such object.
   *
   * <p>Writers to a file system do not put an object into place in one step: one that is damaged
   * and was written a moment ago is read again until it is whole or old enough.
   *
   * @throws SourceException CORRUPT or TRANSIENT, naming the object's key
   */
  Optional<LedgerBatch> read(LakeLayout.Batch place) throws SourceException, InterruptedException {
    long attempts = 1 + options.settleTime().toMillis() / SETTLE_POLL_MILLIS;
    while (true) {
      Fetched fetched = fetch(place);
      if (fetched == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(parse(fetched, place));
      } catch (SourceException e) {
        attempts--;
        if (attempts <= 0 || !isSettling(fetched.object())) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(SETTLE_POLL_MILLIS);
    }
  }

  private boolean isSettling(StoredObject object) {
    return object.lastModified().isAfter(Instant.now().minus(options.settleTime()));
  }

  private LedgerBatch parse(Fetched fetched, LakeLayout.Batch place) throws SourceException {
    byte[] xdr;
    try {
      xdr = fetched.codec().decompress(fetched.object().bytes(), limits);
    } catch (DecompressionException e) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format(
              "%s (ledgers %d to %d): %s",
              fetched.key(), place.first(), place.last(), e.getMessage()),
          e);
    }
    return LedgerBatch.parse(fetched.key(), place, xdr);
  }

  private Fetched fetch(LakeLayout.Batch place) throws SourceException {
    ObjectCodec first = usual;
    Fetched found = fetch(place, first);
    for (ObjectCodec codec : ObjectCodec.values()) {
      if (found == null && codec != first) {
        found = fetch(place, codec);
      }
    }
    if (found != null) {
      usual = found.codec();
    }
    return found;
  }

  private Fetched fetch(LakeLayout.Batch place, ObjectCodec codec) throws SourceException {
    String key = place.key() + codec.suffix();
    try {
      return store
          .get(key, options.maxObjectBytes())
          .map(object -> new Fetched(key, codec, object))
          .orElse(null);
    } catch (ObjectTooLargeException e) {
      throw new SourceException(SourceException.Kind.CORRUPT, e.getMessage(), e);
    } catch (IOException e) {
      throw new SourceException(SourceException.Kind.TRANSIENT, key + " cannot be read: " + e, e);
    }
  }

  private record Fetched(String key, ObjectCodec codec, StoredObject object) {}
}
